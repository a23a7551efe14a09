package io.tutti.retention;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.audit.Recurring;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Deletes tasks some time after their end, with all that belongs to them but their audit trail. It looks once a minute
 * and deletes in small changes with a pause between, so that running tasks hardly wait for it. Several hubs on one
 * database may do the same: the first one's change counts, and the others leave it the field until they look again.
 */
@Component
final class Retention implements AutoCloseable {

    /** A change of this size takes some 20 ms. */
    static final int BATCH = 100;

    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Nobody asked for it but the hub's own settings. */
    private static final String HUB = "hub";

    private final EndedTasks ended;
    private final List<TaskForgetting> forgettings;
    private final Commits commits;
    private final AuditTrail audit;
    private final RetentionSettings settings;
    private final Clock clock;
    private final Recurring looking = new Recurring("retention", BETWEEN_BATCHES, BETWEEN_LOOKS, this::look);
    private volatile boolean closed;

    Retention(
            EndedTasks ended,
            List<TaskForgetting> forgettings,
            Commits commits,
            AuditTrail audit,
            RetentionSettings settings,
            Clock clock) {
        this.ended = ended;
        this.forgettings = forgettings;
        this.commits = commits;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        looking.start();
    }

    /** Deletes at most one batch of each flow, and comes back soon when there may be more. */
    void look() {
        boolean more = false;
        for (var flow = ended.flowAfter(""); flow.isPresent() && !closed; flow = ended.flowAfter(flow.get())) {
            more |= deleteBatch(flow.get());
        }
        if (more) {
            looking.wake();
        }
    }

    private boolean deleteBatch(String flow) {
        Instant then = clock.instant().minus(settings.of(flow)).truncatedTo(ChronoUnit.MICROS);
        List<String> old = ended.endedBy(then, flow, BATCH);
        if (old.isEmpty()) {
            return false;
        }
        List<Write> change = new ArrayList<>();
        old.forEach(taskId -> change.add(ended.forget(taskId, then)));
        forgettings.forEach(forgetting -> change.addAll(forgetting.rows(old)));
        change.add(audit.record(event(flow, old.size(), then)));
        try {
            commits.commit(change);
        } catch (Refused e) {
            LOG.debug(e.getMessage());
            return false;
        }
        LOG.debug("{} tasks of flow {} that ended by {} are deleted", old.size(), flow, then);
        return old.size() == BATCH;
    }

    private static AuditEvent event(String flow, int tasks, Instant then) {
        Map<String, Object> detail = Map.of("tasks", tasks, "endedBy", then.toString());
        return new AuditEvent(AuditAction.TASKS_DELETED, null, HUB, HUB, flow, detail);
    }

    @Override
    public void close() {
        closed = true;
        looking.stop();
    }
}
