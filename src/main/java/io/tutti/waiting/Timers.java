package io.tutti.waiting;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Outbox;
import io.tutti.broker.Queues;
import io.tutti.commit.Commits;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets tasks go on whose time has come; looks every second. Several hubs may look at the same time: who marks a wait as
 * due wakes its task. A clock that is set back makes waits longer, never twice.
 */
@Component
final class Timers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final int AT_ONCE = 500;

    /** How long a callback is kept that no task waits for, and a taken one, to know it when it comes again. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcWaits waits;
    private final CancelParts parts;
    private final JdbcCallbacks callbacks;
    private final Tasks tasks;
    private final Commits commits;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;
    private boolean away;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timers").daemon(true).factory());

    Timers(
            JdbcWaits waits,
            CancelParts parts,
            JdbcCallbacks callbacks,
            Tasks tasks,
            Commits commits,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.waits = waits;
        this.parts = parts;
        this.callbacks = callbacks;
        this.tasks = tasks;
        this.commits = commits;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        clockwork.scheduleWithFixedDelay(() -> guarded(this::wakeDue), 0, 1, TimeUnit.SECONDS);
        clockwork.scheduleWithFixedDelay(() -> guarded(parts::look), 0, 1, TimeUnit.SECONDS);
        clockwork.scheduleWithFixedDelay(() -> guarded(this::giveUpCallbacks), 1, 1, TimeUnit.MINUTES);
    }

    /** Wakes the task of each wait that is due. */
    void wakeDue() {
        waits.due(clock.instant(), AT_ONCE).forEach(this::wake);
    }

    /** Does nothing when another hub saw it first. */
    void wake(JdbcWaits.Wait wait) {
        try {
            tasks.wake(wait.taskId(), List.of(JdbcWaits.becomeDue(wait)));
        } catch (Refused e) {
            LOG.debug("A wait was ended by another hub, or over before its time: {}", e.getMessage());
            commits.commit(List.of(JdbcWaits.deleteUnlessDue(wait)));
        }
    }

    /** Puts callbacks that nobody has waited for into {@code tutti.rejected}, and forgets those that were taken. */
    void giveUpCallbacks() {
        var before = clock.instant().minus(KEPT);
        callbacks.forgotten(before, AT_ONCE).forEach(this::reject);
        commits.commit(List.of(JdbcCallbacks.deleteTaken(before)));
    }

    private void reject(Callback callback) {
        String error =
                "A callback came with the correlation '%s', and in %d hours no task of tenant '%s' waited for it."
                        .formatted(callback.correlation(), KEPT.toHours(), callback.tenant());
        Map<String, String> headers = Map.of("tuttiError", error, "JMSCorrelationID", callback.correlation());
        commits.commit(List.of(
                JdbcCallbacks.delete(callback),
                outbox.toQueue(Queues.REJECTED, callback.body().toString(), headers),
                audit.record(new AuditEvent(
                        AuditAction.INPUT_REFUSED,
                        null,
                        "hub",
                        callback.tenant(),
                        Queues.CALLBACKS,
                        Map.of("reason", error)))));
    }

    /** A failure must not end the schedule: the database may come back. Said once for each time that it is away. */
    private void guarded(Runnable work) {
        try {
            work.run();
            away = false;
        } catch (Unavailable | DataAccessException e) {
            if (!away) {
                LOG.warn("Waiting tasks cannot be looked after now and will be in a moment: {}", e.getMessage());
            }
            away = true;
        }
    }

    @Override
    public void close() {
        clockwork.shutdown();
    }
}
