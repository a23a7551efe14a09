package io.tutti.door;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;

/** Bounds of what may be asked for. */
final class Limits {

    private static final int LARGEST_PAGE = 1000;

    private Limits() {}

    static int page(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new Refused(Reason.BAD_INPUT, "'limit' must be 1 to %d; found %d.".formatted(LARGEST_PAGE, limit));
        }
        return limit;
    }
}
