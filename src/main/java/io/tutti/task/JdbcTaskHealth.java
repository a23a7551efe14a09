package io.tutti.task;

import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Unavailable;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up when the hub's database takes changes of tasks, which takes more than that it answers: it may be read only or locked. */
@Component("dbHealthIndicator")
final class JdbcTaskHealth implements HealthIndicator {

    private static final Write NOTHING = Write.of("UPDATE task SET wake = wake WHERE 1 = 0");

    private final Commits commits;

    JdbcTaskHealth(Commits commits) {
        this.commits = commits;
    }

    @Override
    public Health health() {
        try {
            commits.commit(List.of(NOTHING));
            return Health.up().build();
        } catch (Unavailable e) {
            return Health.down().withDetail("reason", e.getMessage()).build();
        }
    }
}
