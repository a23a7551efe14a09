package io.tutti.task;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL that says whose turn it is. Tasks of one conversation begin in the order in which they were accepted: one that
 * runs holds up those behind it, whichever hub has it and even while none has; one that waits or has ended does not.
 *
 * <p>The order is the column {@code turn}, which the database counts: ids come from the hubs' clocks, which may differ.
 */
@Component
final class JdbcTurns {

    /** Holds for a row of {@code task} that nothing in front of it holds up. */
    static final String ITS_TURN = """
            (conversation IS NULL OR NOT EXISTS (
                SELECT 1 FROM task earlier
                WHERE earlier.tenant = task.tenant AND earlier.conversation = task.conversation
                AND earlier.status = 'RUNNING' AND earlier.turn < task.turn))""";

    private static final String UNHELD = "SELECT id FROM task WHERE status = 'RUNNING' AND owner IS NULL AND "
            + ITS_TURN + " ORDER BY id FETCH FIRST :limit ROWS ONLY";

    private static final String NEXT = """
            SELECT id FROM (
                SELECT id, owner FROM task
                WHERE tenant = :tenant AND conversation = :conversation AND status = 'RUNNING'
                ORDER BY turn FETCH FIRST 1 ROW ONLY) foremost
            WHERE owner IS NULL""";

    private final JdbcClient jdbc;

    JdbcTurns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Running tasks that no hub holds and whose turn it is, oldest first. */
    List<String> unheld(int limit) {
        return jdbc.sql(UNHELD).param("limit", limit).query(String.class).list();
    }

    /** The foremost running task of a conversation, unless a hub has it already. */
    Optional<String> next(String tenant, String conversation) {
        return jdbc.sql(NEXT)
                .param("tenant", tenant)
                .param("conversation", conversation)
                .query(String.class)
                .optional();
    }
}
