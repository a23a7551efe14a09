package io.tutti.waiting;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code waiting}. */
@Component
final class JdbcWaits {

    /**
     * @param taskId the task that waits
     * @param key the journal key of its wait
     */
    record Wait(String taskId, String key) {

        /** The short name of this wait for parts, the same after a crash: it becomes part of their keys. */
        String scatter() {
            return UUID.nameUUIDFromBytes((taskId + "/" + key).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
    }

    private static final String INSERT = """
            INSERT INTO waiting (task_id, entry_key, tenant, correlation, scatter, due, is_due, parts, needed, ended, completed)
            VALUES (?, ?, ?, ?, ?, ?, FALSE, ?, ?, 0, 0)""";

    private static final String COUNT = """
            UPDATE waiting SET ended = ended + 1, completed = completed + ?,
                               due = CASE WHEN completed + ? >= needed OR ended + 1 >= parts
                                     THEN CAST(? AS TIMESTAMP WITH TIME ZONE) ELSE due END
            WHERE scatter = ? AND is_due = FALSE""";

    private final JdbcClient jdbc;

    JdbcWaits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static Write insert(Wait wait, String tenant, @Nullable String correlation, Instant due) {
        return Write.of(INSERT, wait.taskId, wait.key, tenant, correlation, null, time(due), 0, 0);
    }

    /** A wait for {@code needed} of {@code parts} tasks to be completed. */
    static Write insertScatter(Wait wait, String tenant, Instant due, int parts, int needed) {
        return Write.of(INSERT, wait.taskId, wait.key, tenant, null, wait.scatter(), time(due), parts, needed);
    }

    /** One more part has ended; the wait is due when enough are completed or none is left. */
    static Write count(String scatter, boolean completed, Instant now) {
        int one = completed ? 1 : 0;
        return Write.of(COUNT, one, one, time(now), scatter);
    }

    /** What a wait for this correlation waits for has come. */
    static Write end(String tenant, String correlation, Instant now) {
        return Write.of(
                "UPDATE waiting SET due = ? WHERE tenant = ? AND correlation = ? AND is_due = FALSE",
                time(now),
                tenant,
                correlation);
    }

    /** Fails when another hub was first or the wait is over. */
    static Write becomeDue(Wait wait) {
        return Write.of(
                        "UPDATE waiting SET is_due = TRUE WHERE task_id = ? AND entry_key = ? AND is_due = FALSE",
                        wait.taskId,
                        wait.key)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "The wait '%s' of task %s was to end, but it is over already."
                                .formatted(wait.key, wait.taskId)));
    }

    static Write delete(Wait wait) {
        return Write.of("DELETE FROM waiting WHERE task_id = ? AND entry_key = ?", wait.taskId, wait.key);
    }

    static Write deleteAll(String taskId) {
        return Write.of("DELETE FROM waiting WHERE task_id = ?", taskId);
    }

    /** Whether the wait's time has come; empty when the task does not wait there yet. */
    Optional<Boolean> isDue(Wait wait) {
        return jdbc.sql("SELECT is_due FROM waiting WHERE task_id = :task AND entry_key = :key")
                .param("task", wait.taskId)
                .param("key", wait.key)
                .query(Boolean.class)
                .optional();
    }

    /** The task that waits for the callback of this correlation. */
    Optional<String> waitingFor(String tenant, String correlation) {
        return jdbc.sql("SELECT task_id FROM waiting WHERE tenant = :tenant AND correlation = :correlation")
                .param("tenant", tenant)
                .param("correlation", correlation)
                .query(String.class)
                .optional();
    }

    /** Waits whose time has come and that nobody has seen yet, longest ago first. */
    List<Wait> due(Instant now, int limit) {
        return jdbc.sql("""
                        SELECT task_id, entry_key FROM waiting WHERE is_due = FALSE AND due <= :now
                        ORDER BY due, task_id, entry_key FETCH FIRST :limit ROWS ONLY""")
                .param("now", time(now))
                .param("limit", limit)
                .query((row, number) -> new Wait(row.getString("task_id"), row.getString("entry_key")))
                .list();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
