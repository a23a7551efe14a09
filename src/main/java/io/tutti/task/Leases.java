package io.tutti.task;

import io.tutti.commit.Commits;
import io.tutti.failure.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Keeps this hub's tasks leased and takes up those that no hub holds: after a crash, a wait or a failed write. */
@Component
final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final int AT_ONCE = 500;
    private static final int LOOKS = 5;
    private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(1);

    private final Commits commits;
    private final JdbcLeases leases;
    private final JdbcTurns turns;
    private final TaskRunner runner;
    private final Owner owner;
    private final Duration lease;
    private final Duration between;
    private final LeaseWatch watch;
    private boolean away;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("leases").daemon(true).factory());

    Leases(Commits commits, JdbcLeases leases, JdbcTurns turns, TaskRunner runner, Owner owner, TaskSettings settings) {
        this.commits = commits;
        this.leases = leases;
        this.turns = turns;
        this.runner = runner;
        this.owner = owner;
        this.lease = settings.lease();
        this.between = lease.dividedBy(LOOKS).compareTo(LONGEST_BETWEEN) < 0 ? lease.dividedBy(LOOKS) : LONGEST_BETWEEN;
        this.watch = new LeaseWatch(lease.minus(between.multipliedBy(2)));
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        commits.commit(List.of(leases.loseOthers(owner.hub(), owner.name())));
        long third = lease.toMillis() / 3;
        clockwork.scheduleWithFixedDelay(() -> guarded(this::renew), third, third, TimeUnit.MILLISECONDS);
        clockwork.scheduleWithFixedDelay(() -> guarded(this::takeUp), 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only what a run of this hub holds: a task whose run died here must be found by its lease. */
    void renew() {
        commits.commit(runner.held().stream()
                .map(taskId -> leases.renew(taskId, owner.name()))
                .toList());
    }

    private void takeUp() {
        runner.giveBackLost();
        loseSilent();
        turns.unheld(AT_ONCE).forEach(runner::takeUp);
    }

    private void loseSilent() {
        long asked = System.nanoTime();
        var held = leases.held();
        var lost = watch.lost(held, asked, System.nanoTime());
        if (!lost.isEmpty()) {
            commits.commit(lost.stream().map(leases::lose).toList());
        }
    }

    /** A failure must not end the schedule: the database may come back. Said once for each time that it is away. */
    private void guarded(Runnable work) {
        try {
            work.run();
            away = false;
        } catch (Unavailable | DataAccessException e) {
            if (!away) {
                LOG.warn("Leases cannot be looked after now and will be in a moment: {}", e.getMessage());
            }
            away = true;
            watch.forget();
        }
    }

    @Override
    public void close() {
        clockwork.shutdown();
    }
}
