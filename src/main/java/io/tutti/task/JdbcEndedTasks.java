package io.tutti.task;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.retention.EndedTasks;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL by which rows of the table {@code task} leave it. */
@Component
final class JdbcEndedTasks implements EndedTasks {

    /** The rows of tasks that wait or run have no end; the status is asked all the same. */
    private static final String ENDED = "status IN ('COMPLETED', 'FAILED', 'CANCELLED') AND ended_at <= ";

    /**
     * A task that another one asked for has the key {@code tutti:scatter:<id of the other one>:...}, and stays as long as
     * the other one: if it were gone, the other one would make it, and its effects, again.
     */
    private static final String NEEDED = "task_key LIKE '" + NewTask.PART_KEY + "%' AND EXISTS"
            + " (SELECT 1 FROM task asking WHERE asking.id = SUBSTRING(task.task_key FROM 15 FOR 36))";

    /** A message that is not sent yet has its body from the task. */
    private static final String CLAIMED =
            "EXISTS (SELECT 1 FROM outbox WHERE outbox.claim_of = task.id AND outbox.parked IS NULL)";

    private final JdbcClient jdbc;

    JdbcEndedTasks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One look into the index for each flow, however many tasks it has. */
    @Override
    public Optional<String> flowAfter(String name) {
        return jdbc.sql("SELECT flow FROM task WHERE flow > :name ORDER BY flow FETCH FIRST 1 ROWS ONLY")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    /** In the order of the index {@code task_by_end}, so that nothing is sorted however many there are. */
    @Override
    public List<String> endedBy(Instant then, String flow, int most) {
        return jdbc.sql("SELECT id FROM task WHERE flow = :flow AND " + ENDED + ":then AND NOT (" + NEEDED
                        + ") AND NOT " + CLAIMED + " ORDER BY flow, ended_at FETCH FIRST :most ROWS ONLY")
                .param("flow", flow)
                .param("then", OffsetDateTime.ofInstant(then, ZoneOffset.UTC))
                .param("most", most)
                .query(String.class)
                .list();
    }

    @Override
    public Write forget(String taskId, Instant then) {
        return Write.of(
                        "DELETE FROM task WHERE id = ? AND " + ENDED + "?",
                        taskId,
                        OffsetDateTime.ofInstant(then, ZoneOffset.UTC))
                .orElse(
                        () -> new Refused(
                                Reason.CONFLICT,
                                "Task " + taskId
                                        + " was to be deleted, but it was redriven or another hub has deleted it; nothing was changed."));
    }

    /** Keeps the task from being deleted until the change is on disk, and fails the change when it is gone. */
    static Write hold(String taskId) {
        return Write.of("UPDATE task SET wake = wake WHERE id = ?", taskId)
                .orElse(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Task '" + taskId + "' was asked for; it has been deleted. List them with GET /api/tasks."));
    }
}
