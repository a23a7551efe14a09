package io.tutti.tool;

import java.util.Arrays;
import java.util.Locale;

/** What a call of a tool does to the world, as {@code config/tools.yaml} declares it. */
enum Effect {
    /** Nothing. */
    READ,
    /** Something, once for each idempotency key. */
    IDEMPOTENT,
    /** As idempotent, and it can be undone. */
    COMPENSATABLE,
    /** Something, each time it is called. */
    AT_MOST_ONCE;

    /** Whether a call whose result was not seen may be made again. */
    boolean isRepeatable() {
        return this != AT_MOST_ONCE;
    }

    static Effect of(String word) {
        return Arrays.stream(values())
                .filter(effect ->
                        effect.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst()
                .orElse(AT_MOST_ONCE);
    }
}
