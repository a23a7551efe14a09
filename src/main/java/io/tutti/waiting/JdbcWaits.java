package io.tutti.waiting;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.NewTask;
import io.tutti.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
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

        /** The key of the task that is the part of this number, from 0. */
        String partKey(int number) {
            return NewTask.PART_KEY + taskId + ":" + scatter() + ":" + number;
        }
    }

    private static final String INSERT = """
            INSERT INTO waiting (task_id, entry_key, tenant, correlation, scatter, due, is_due, parts, needed, bearable, patient,
                                 ended, completed)
            VALUES (?, ?, ?, ?, ?, ?, FALSE, ?, ?, ?, ?, 0, 0)""";

    private static final String COUNT = """
            UPDATE waiting SET ended = ended + 1, completed = completed + ?,
                               due = CASE WHEN completed + ? >= needed OR ended + 1 >= parts
                                               OR ended + 1 - completed - ? > bearable
                                     THEN CAST(? AS TIMESTAMP WITH TIME ZONE) ELSE due END
            WHERE scatter = ? AND is_due = FALSE AND NOT (patient AND ? = 'FAILED')""";

    /** The key of a part holds, from its 52nd character, the short name of the wait for it. */
    private static final String DISCOUNT = """
            UPDATE waiting SET ended = ended - 1
            WHERE scatter = (SELECT SUBSTRING(part.task_key FROM 52 FOR 36) FROM task part
                             WHERE part.id = ? AND part.task_key LIKE 'tutti:scatter:%')
            AND patient = FALSE AND ended > completed""";

    private final JdbcClient jdbc;

    JdbcWaits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static Write insert(Wait wait, String tenant, @Nullable String correlation, Instant due) {
        return Write.of(INSERT, wait.taskId, wait.key, tenant, correlation, null, time(due), 0, 0, 0, false);
    }

    /** A wait for {@code needed} of {@code parts} tasks to be completed. */
    static Write insertScatter(Wait wait, String tenant, Instant due, int parts, int needed, OnException policy) {
        int bearable = policy == OnException.CONTINUE ? parts : parts - needed;
        boolean patient = policy == OnException.WAIT;
        return Write.of(
                INSERT,
                wait.taskId,
                wait.key,
                tenant,
                null,
                wait.scatter(),
                time(due),
                parts,
                needed,
                bearable,
                patient);
    }

    /** One more part has ended; the wait is due when enough are completed, can no longer be, or none is left. */
    static Write count(String scatter, TaskStatus end, Instant now) {
        int one = end == TaskStatus.COMPLETED ? 1 : 0;
        return Write.of(COUNT, one, one, one, time(now), scatter, end.name());
    }

    /** A part that had failed runs again. */
    static Write discount(String partId) {
        return Write.of(DISCOUNT, partId);
    }

    /** Refuses parts for a task that was cancelled; whoever cancels it after them finds them. */
    static Write requireNotWithdrawn(Wait wait) {
        return Write.of("UPDATE waiting SET parts = parts WHERE scatter = ? AND withdrawn = FALSE", wait.scatter())
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task %s was to be given parts at '%s', but it was cancelled."
                                .formatted(wait.taskId, wait.key)));
    }

    /** The rows for a cancelled task: a wait for parts stays until they are cancelled, and wakes nobody. */
    static List<Write> withdraw(String taskId) {
        return List.of(
                Write.of("DELETE FROM waiting WHERE task_id = ? AND scatter IS NULL", taskId),
                Write.of("UPDATE waiting SET withdrawn = TRUE, is_due = TRUE WHERE task_id = ?", taskId));
    }

    /** Waits for parts of tasks that were cancelled. */
    List<Wait> withdrawn(int limit) {
        return jdbc.sql("SELECT task_id, entry_key FROM waiting WHERE withdrawn FETCH FIRST :limit ROWS ONLY")
                .param("limit", limit)
                .query((row, number) -> new Wait(row.getString("task_id"), row.getString("entry_key")))
                .list();
    }

    /** The parts that {@code wait} waits for and that have not ended, in their order. */
    List<String> parts(Wait wait) {
        return jdbc.sql("""
                        SELECT part.id FROM waiting JOIN task part ON part.tenant = waiting.tenant
                        WHERE waiting.task_id = :task AND waiting.entry_key = :key AND part.task_key IN (:parts)
                        AND part.status IN ('RUNNING', 'WAITING') ORDER BY part.turn""")
                .param("task", wait.taskId)
                .param("key", wait.key)
                .param(
                        "parts",
                        IntStream.range(0, Scatter.MOST_PARTS)
                                .mapToObj(wait::partKey)
                                .toList())
                .query(String.class)
                .list();
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

    /** For a wait of a task that has ended; one that another hub has marked as due is that task's to end. */
    static Write deleteUnlessDue(Wait wait) {
        return Write.of(
                "DELETE FROM waiting WHERE task_id = ? AND entry_key = ? AND is_due = FALSE", wait.taskId, wait.key);
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
