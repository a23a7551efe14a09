package io.tutti.commit;

import io.tutti.failure.Unavailable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hub's own database could not be reached or could not work; what was to be written may be written later. */
public final class DatabaseAway extends Unavailable {

    private static final long serialVersionUID = 1L;

    /**
     * The first two characters of SQL states that pass without anybody changing the data: connection (08), rolled back
     * (40), resources (53), stopped by an operator (57), system (58), and H2's own states of a closed database (90).
     * Source: PostgreSQL's and H2's lists of error codes.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58", "90");

    DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }

    static boolean isSaidBy(@Nullable String state) {
        return state != null && state.length() > 2 && PASSING.contains(state.substring(0, 2));
    }
}
