package io.tutti.check;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is exact in a text: two texts that mean nearly the same ask for different things when this differs. */
public final class Specifics {

    private Specifics() {}

    /** The numbers, dates, times, amounts and identifiers of {@code text}, as they are written, in upper case. */
    public static Set<String> of(String text) {
        return Facts.in(text).stream()
                .map(fact -> fact.text().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
