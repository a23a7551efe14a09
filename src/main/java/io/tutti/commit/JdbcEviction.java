package io.tutti.commit;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Takes a connection out of its pool when H2 has closed the database under it, as it does when the disk is full. H2 opens
 * its file anew when no connection to the closed database is left. The pool knows none of H2's states, and looks whether a
 * connection lives only when nobody used it for half a second: one that is asked all the time would stay for ever.
 */
public final class JdbcEviction implements SQLExceptionOverride {

    /** File cannot be written (28), read (31), connection broken (67), closed (98), closed at the end of Java (121). */
    private static final Set<String> STATES = Set.of("90028", "90031", "90067", "90098", "90121");

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return STATES.contains(String.valueOf(failure.getSQLState()))
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
