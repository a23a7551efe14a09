package io.tutti.tool;

import io.tutti.commit.Write;
import io.tutti.retention.TaskForgetting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code effect}. */
@Component
final class JdbcEffects implements TaskForgetting {

    private static final int LONGEST_PROBLEM = 1000;

    private final JdbcClient jdbc;

    JdbcEffects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Sent> find(String taskId, String key) {
        return jdbc.sql("SELECT * FROM effect WHERE task_id = :task AND entry_key = :key")
                .param("task", taskId)
                .param("key", key)
                .query((row, number) -> sent(row))
                .optional();
    }

    Write first(String taskId, String key, String tool, Instant at) {
        return Write.of(
                "INSERT INTO effect (task_id, entry_key, tool, outcome, doubts, sent_at) VALUES (?, ?, ?, 'SENT', 0, ?)",
                taskId,
                key,
                tool,
                OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    Write again(String taskId, String key, int doubts, Instant at) {
        return Write.of(
                "UPDATE effect SET outcome = 'SENT', doubts = ?, sent_at = ?, problem = NULL WHERE task_id = ? AND entry_key = ?",
                doubts,
                OffsetDateTime.ofInstant(at, ZoneOffset.UTC),
                taskId,
                key);
    }

    Write went(String taskId, String key, Sent.Outcome outcome, @Nullable String problem) {
        return Write.of(
                "UPDATE effect SET outcome = ?, problem = ? WHERE task_id = ? AND entry_key = ?",
                outcome.name(),
                problem == null || problem.length() <= LONGEST_PROBLEM
                        ? problem
                        : problem.substring(0, LONGEST_PROBLEM),
                taskId,
                key);
    }

    @Override
    public List<Write> rows(List<String> taskIds) {
        return taskIds.stream()
                .map(taskId -> Write.of("DELETE FROM effect WHERE task_id = ?", taskId))
                .toList();
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(
                Sent.Outcome.valueOf(row.getString("outcome")),
                row.getInt("doubts"),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                row.getString("problem"));
    }
}
