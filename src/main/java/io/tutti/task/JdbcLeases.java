package io.tutti.task;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** The SQL by which a hub goes on holding tasks of the table {@code task}, or lets go of them. */
@Component
final class JdbcLeases {

    private final Clock clock;
    private final Duration lease;

    JdbcLeases(Clock clock, TaskSettings settings) {
        this.clock = clock;
        this.lease = settings.lease();
    }

    /**
     * Takes a task that nobody holds when it is its turn; the claim is a change of its own. One that still has an owner
     * was lost by it.
     */
    Write claim(String taskId, String owner) {
        return Write.of("""
                        UPDATE task SET crashes = CASE WHEN owner IS NULL THEN crashes ELSE crashes + 1 END,
                                        cut_off = cut_off OR owner IS NOT NULL, owner = ?, epoch = epoch + 1, lease_until = ?, wake = FALSE
                        WHERE id = ? AND status = 'RUNNING' AND (owner IS NULL OR lease_until <= ?)
                        AND\s""" + JdbcTurns.ITS_TURN, owner, now().plus(lease), taskId, now())
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task " + taskId + " was to be taken up, but another hub holds it, it has ended, or an earlier"
                                + " one of its conversation runs."));
    }

    Write renew(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET lease_until = ? WHERE id = ? AND owner = ? AND status = 'RUNNING'",
                now().plus(lease),
                taskId,
                owner);
    }

    /** Gives back a task whose run a stopping hub cannot see to its end: any hub may take it up at once. */
    Write release(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET owner = NULL, cut_off = TRUE, lease_until = ? WHERE id = ? AND owner = ?"
                        + " AND status = 'RUNNING'",
                now(),
                taskId,
                owner);
    }

    /** Lets go of what earlier starts of this hub held when they died. */
    Write releaseOthers(String hub, String owner) {
        return Write.of(
                "UPDATE task SET lease_until = ? WHERE status = 'RUNNING' AND owner LIKE ? AND owner <> ?",
                now(),
                hub + ":%",
                owner);
    }

    /**
     * Gives back a task whose run has stopped: any hub may take it up at once.
     *
     * @param cutOff whether it stopped in the middle of a step and not between two
     */
    Write leave(Fence fence, boolean cutOff) {
        return Write.of(
                        "UPDATE task SET owner = NULL, cut_off = ?, lease_until = ? WHERE id = ? AND epoch = ?"
                                + " AND status = 'RUNNING'",
                        cutOff,
                        now(),
                        fence.taskId(),
                        fence.epoch())
                .orElse(() -> new Fenced(fence));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
