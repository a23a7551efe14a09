package io.tutti.task;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL by which a hub holds tasks of the table {@code task}, or lets go of them. A task without an owner is for
 * whoever takes it up first. No time is written: see {@link LeaseWatch}.
 */
@Component
final class JdbcLeases {

    /** The one who held it is fenced at once, and does not see its task again. */
    private static final String LOSE = "UPDATE task SET owner = NULL, epoch = epoch + 1, crashes = crashes + 1,"
            + " cut_off = TRUE WHERE status = 'RUNNING' AND owner ";

    private final JdbcClient jdbc;

    JdbcLeases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A held task at one moment.
     *
     * @param beat grows with each sign of life of its holder
     */
    record Held(String taskId, int epoch, long beat) {}

    /** Every running task that a hub holds. */
    List<Held> held() {
        return jdbc.sql("SELECT id, epoch, beat FROM task WHERE status = 'RUNNING' AND owner IS NOT NULL")
                .query((row, number) -> new Held(row.getString("id"), row.getInt("epoch"), row.getLong("beat")))
                .list();
    }

    /** Takes a task that nobody holds when it is its turn; the claim is a change of its own. */
    Write claim(String taskId, String owner) {
        return Write.of(
                        "UPDATE task SET owner = ?, epoch = epoch + 1, wake = FALSE WHERE id = ? AND owner IS NULL AND "
                                + Fence.RUNNING + " AND " + JdbcTurns.ITS_TURN,
                        owner,
                        taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task " + taskId + " was to be taken up, but another hub holds it, it has ended, or an earlier"
                                + " one of its conversation runs."));
    }

    Write renew(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET beat = beat + 1 WHERE id = ? AND owner = ? AND " + Fence.RUNNING, taskId, owner);
    }

    /** Gives back a task whose run a stopping hub cannot see to its end: any hub may take it up at once. */
    Write release(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET owner = NULL, cut_off = TRUE WHERE id = ? AND owner = ? AND " + Fence.RUNNING,
                taskId,
                owner);
    }

    /** Frees a task whose holder gave no sign of life since it was {@code seen}. */
    Write lose(Held seen) {
        return Write.of(
                LOSE + "IS NOT NULL AND id = ? AND epoch = ? AND beat = ?", seen.taskId(), seen.epoch(), seen.beat());
    }

    /** Frees what earlier starts of this hub held when they died. */
    Write loseOthers(String hub, String owner) {
        return Write.of(LOSE + "LIKE ? AND owner <> ?", hub + ":%", owner);
    }

    /**
     * Gives back a task whose run has stopped: any hub may take it up at once.
     *
     * @param cutOff whether it stopped in the middle of a step and not between two
     */
    Write leave(Fence fence, boolean cutOff) {
        return Write.of(
                        "UPDATE task SET owner = NULL, cut_off = ? " + Fence.HELD,
                        cutOff,
                        fence.taskId(),
                        fence.epoch())
                .orElse(() -> new Fenced(fence));
    }
}
