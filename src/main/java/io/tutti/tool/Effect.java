package io.tutti.tool;

import java.util.Arrays;
import java.util.Locale;

/** What a call of a tool does to the world, as the configuration declares it. */
public enum Effect {
    /** Nothing. */
    READ,
    /** Something, once for each idempotency key. */
    IDEMPOTENT,
    /** As idempotent, and it can be undone. */
    COMPENSATABLE,
    /** Something, each time it is called. */
    AT_MOST_ONCE;

    /** Whether a call whose result was not seen may be made again. */
    public boolean isRepeatable() {
        return this != AT_MOST_ONCE;
    }

    /** Its name in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this name in the configuration; the safest for what is none. */
    public static Effect of(String word) {
        return Arrays.stream(values())
                .filter(effect -> effect.word().equals(word))
                .findFirst()
                .orElse(AT_MOST_ONCE);
    }
}
