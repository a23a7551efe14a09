package io.tutti.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what a pool orders its models; its word is the one of {@code prefer} in models.yaml. */
enum Prefer {
    /** As they are written. */
    ORDER,
    /** By what the request is likely to cost, the cheapest first. */
    CHEAPEST,
    /** By how long they took of late, the fastest first. */
    FASTEST,
    /** The cheapest first; an answer that is not sure enough goes up to the next. */
    CASCADE,
    /** By what was learned of graded answers: the cheapest that is likely to be good enough first. */
    LEARNED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Prefer> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
