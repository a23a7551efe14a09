package io.tutti.commit;

import io.tutti.failure.Unavailable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hub's own database could not be reached or could not work; what was to be written may be written later. */
public final class DatabaseAway extends Unavailable {

    private static final long serialVersionUID = 1L;

    /**
     * The first two characters of SQL states that pass without anybody changing the data: connection (08), rolled back
     * (40), resources (53), stopped by an operator (57), system (58), H2's own states of a closed database (90), and
     * its lock time-out (HY). Source: PostgreSQL's and H2's lists of error codes.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58", "90", "HY");

    /** A database that may be read only for the moment, a hub that stood still, and a lock that was not given in time. */
    private static final Set<String> PASSING_STATES = Set.of("25006", "25P03", "55P03");

    /** Rolled back, because of another change: it is the one's own bad luck. */
    private static final String ONES_OWN = "40";

    DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }

    static boolean isSaidBy(String state) {
        return PASSING_STATES.contains(state) || state.length() > 2 && PASSING.contains(state.substring(0, 2));
    }

    /** Whether other changes would fail in the same way. */
    static boolean isForAll(@Nullable String state) {
        return state == null || isSaidBy(state) && !state.startsWith(ONES_OWN);
    }
}
