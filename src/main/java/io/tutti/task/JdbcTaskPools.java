package io.tutti.task;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the column {@code pool} of the table {@code task}. */
@Component
final class JdbcTaskPools {

    private final JdbcClient jdbc;

    JdbcTaskPools(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> find(String taskId) {
        return jdbc.sql("SELECT pool FROM task WHERE id = :id AND pool IS NOT NULL")
                .param("id", taskId)
                .query(String.class)
                .optional();
    }

    static Write use(String taskId, String pool) {
        return Write.of("UPDATE task SET pool = ? WHERE id = ?", pool, taskId)
                .orElse(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Task '" + taskId
                                + "' was to use another pool; there is no such task. List them with GET /api/tasks."));
    }
}
