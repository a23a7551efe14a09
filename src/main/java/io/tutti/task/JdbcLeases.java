package io.tutti.task;

import io.tutti.commit.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** The SQL by which a hub goes on holding tasks of the table {@code task}, or lets go of them. */
@Component
final class JdbcLeases {

    /** How long a hub holds a task without a sign of life. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private final Clock clock;

    JdbcLeases(Clock clock) {
        this.clock = clock;
    }

    Write renew(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET lease_until = ? WHERE id = ? AND owner = ? AND status = 'RUNNING'",
                now().plus(LEASE),
                taskId,
                owner);
    }

    /** Gives back a task whose run a stopping hub cannot see to its end: any hub may take it up at once. */
    Write release(String taskId, String owner) {
        return Write.of(
                "UPDATE task SET owner = NULL, lease_until = ? WHERE id = ? AND owner = ? AND status = 'RUNNING'",
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

    /** Gives back a task whose run stopped between two steps: any hub may take it up at once. */
    Write leave(Fence fence) {
        return Write.of(
                        "UPDATE task SET owner = NULL, lease_until = ? WHERE id = ? AND epoch = ? AND status = 'RUNNING'",
                        now(),
                        fence.taskId(),
                        fence.epoch())
                .orElse(() -> new Fenced(fence));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
