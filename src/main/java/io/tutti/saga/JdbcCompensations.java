package io.tutti.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.retention.TaskForgetting;
import io.tutti.task.NewTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code compensation}. */
@Component
final class JdbcCompensations implements TaskForgetting {

    /**
     * Looks at the task again although its fence stands before it: changes that are committed as one group are sent by
     * statement, so that a cancellation may have come between the two.
     */
    private static final String INSERT = """
            INSERT INTO compensation (task_id, entry_key, route, options)
            SELECT id, CAST(? AS VARCHAR(500)), CAST(? AS VARCHAR(1000)), CAST(? AS TEXT)
            FROM task WHERE id = ? AND status = 'RUNNING'""";

    private static final String UNCHANGED = """
            UPDATE task SET wake = wake WHERE id = ?
            AND (SELECT COUNT(*) FROM compensation c WHERE c.task_id = ? AND c.handed_over IS NULL) = ?""";

    private static final String NOTHING_UNDONE = """
            UPDATE task SET wake = wake WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM compensation c WHERE c.task_id = ? AND c.handed_over IS NOT NULL)""";

    private static final String NOTHING_TO_UNDO = """
            UPDATE task SET wake = wake WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM compensation c WHERE c.task_id = ?)""";

    private static final String NOTHING_UNDONE_BEFORE = """
            UPDATE task SET wake = wake WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM compensation c
                            JOIN journal j ON j.task_id = c.task_id AND j.entry_key = c.entry_key
                            WHERE c.task_id = ? AND c.handed_over IS NOT NULL AND NOT (LEFT(j.entry_key, ?) IN (?, ?))
                            AND j.seq < (SELECT k.seq FROM journal k WHERE k.task_id = ? AND k.entry_key = ?))""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    JdbcCompensations(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    Write insert(String taskId, String step, String route, JsonNode options) {
        return Write.of(INSERT, step, route, options.toString(), taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Step '%s' of task %s was to be finished with its undo, but the task has ended; nothing was written."
                                .formatted(step, taskId)));
    }

    /** What is to be undone when the task ends now, in the reverse order of the journal. */
    List<Undo> open(String taskId) {
        return jdbc.sql("""
                        SELECT c.* FROM compensation c
                        LEFT JOIN journal j ON j.task_id = c.task_id AND j.entry_key = c.entry_key
                        WHERE c.task_id = :task AND c.handed_over IS NULL ORDER BY COALESCE(j.seq, 2147483647) DESC, c.id DESC""")
                .param("task", taskId)
                .query((row, number) -> undo(row))
                .list();
    }

    /** Makes sure that there are still so many open ones as were read: a step may have been finished since then. */
    Write unchanged(String taskId, int open) {
        return Write.of(UNCHANGED, taskId, taskId, open)
                .orElse(() -> new Unavailable(
                        "Task %s was to be ended, but a step of it was finished at the same moment; nothing was changed, try again."
                                .formatted(taskId)));
    }

    Write handOver(String taskId) {
        return Write.of(
                "UPDATE compensation SET handed_over = ? WHERE task_id = ? AND handed_over IS NULL", now(), taskId);
    }

    Optional<Undo> handedOver(String taskId, long id, String step) {
        return jdbc.sql("""
                        SELECT * FROM compensation
                        WHERE id = :id AND task_id = :task AND entry_key = :step AND handed_over IS NOT NULL""")
                .param("id", id)
                .param("task", taskId)
                .param("step", step)
                .query((row, number) -> undo(row))
                .optional();
    }

    Write undone(Undo undo) {
        return Write.of("UPDATE compensation SET undone_at = ? WHERE id = ?", now(), undo.id());
    }

    Write refuseRedrive(String taskId) {
        return Write.of(NOTHING_UNDONE, taskId, taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        ("Task %s was to be redriven, but its finished steps are undone by the task with the key '%s%s'. Make a new"
                                        + " task: submit it again, or POST /api/tasks/%s/fork from its first step.")
                                .formatted(taskId, NewTask.UNDO_KEY, taskId, taskId)));
    }

    /** Its finished steps would be done twice, and undone twice. */
    Write refuseRestart(String taskId) {
        return Write.of(NOTHING_TO_UNDO, taskId, taskId)
                .orElse(
                        () -> new Refused(
                                Reason.CONFLICT,
                                "It was to begin anew, but it has finished steps with an undo; they are undone, submit the task anew."));
    }

    Write refuseFork(String taskId, String from) {
        return Write.of(NOTHING_UNDONE_BEFORE, taskId, taskId, from.length() + 1, from + "/", from + "[", taskId, from)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task %s was to be forked from '%s', but steps before it are undone by the task with the key '%s%s'; fork it from the first of them."
                                .formatted(taskId, from, NewTask.UNDO_KEY, taskId)));
    }

    /** An undo that was handed over and is not done stays: the task that has it may still be redriven. */
    @Override
    public List<Write> rows(List<String> taskIds) {
        return taskIds.stream()
                .map(taskId -> Write.of(
                        "DELETE FROM compensation WHERE task_id = ? AND (handed_over IS NULL OR undone_at IS NOT NULL)",
                        taskId))
                .toList();
    }

    private Undo undo(ResultSet row) throws SQLException {
        return new Undo(
                row.getLong("id"),
                row.getString("task_id"),
                row.getString("entry_key"),
                row.getString("route"),
                options(row.getString("options")),
                row.getObject("undone_at") != null);
    }

    private JsonNode options(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The options of an undo are no JSON; the database was changed by hand.", e);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
