package io.tutti.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Replays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The tasks that ran out of ways. Thread-safe. */
@Component
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MOST_AT_ONCE = 10_000;

    private final JdbcDeadLetters letters;
    private final Replays replays;
    private final AuditTrail audit;
    private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("redrive").daemon(true).factory());

    DeadLetters(JdbcDeadLetters letters, Replays replays, AuditTrail audit) {
        this.letters = letters;
        this.replays = replays;
        this.audit = audit;
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Parked ones, oldest first.
     *
     * @param tenant the account; null for all
     * @param flow the flow; null for all
     * @param after the id of the last one of the page before; null for the first page
     * @param limit 1 to 10,000
     */
    public List<DeadLetter> parked(@Nullable String tenant, @Nullable String flow, @Nullable String after, int limit) {
        return letters.parked(tenant, flow, after, limit);
    }

    /**
     * The dead letter.
     *
     * @throws Refused when there is none for this tenant
     */
    public DeadLetter require(String id, @Nullable String tenant) {
        return letters.find(id)
                .filter(letter -> tenant == null || tenant.equals(letter.tenant()))
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Dead letter '" + id
                                + "' was asked for; there is none. List them with GET /api/dead-letters."));
    }

    /**
     * Runs the task again from where it failed, or from a journal key, with the same or another input.
     *
     * @param pool the pool that its model calls use from now on; null for the same as before
     *
     * @throws Refused when somebody else has redriven it, or the key is not in the journal
     */
    public void redrive(
            DeadLetter letter,
            @Nullable String from,
            @Nullable JsonNode input,
            @Nullable String pool,
            String principal) {
        List<Write> rows = new ArrayList<>();
        rows.add(letters.redriven(letter, principal));
        Map<String, Object> detail = new HashMap<>();
        if (from != null) {
            detail.put("from", from);
        }
        if (pool != null) {
            rows.add(replays.usePool(letter.task(), pool));
            detail.put("pool", pool);
        }
        rows.add(audit.record(
                new AuditEvent(AuditAction.REDRIVEN, letter.task(), principal, letter.tenant(), letter.id(), detail)));
        replays.redrive(letter.task(), from, input, rows);
    }

    /**
     * Redrives all parked ones, oldest first.
     *
     * @param ratePerSecond how many in a second, above 0
     * @return how many there are; they start one after the other. Those that a crash cuts off stay parked.
     */
    public int redriveAll(@Nullable String tenant, @Nullable String flow, double ratePerSecond, String principal) {
        List<DeadLetter> all = parked(tenant, flow, null, MOST_AT_ONCE);
        for (int i = 0; i < all.size(); i++) {
            DeadLetter letter = all.get(i);
            long delayMicros = (long) (i / ratePerSecond * 1_000_000);
            clockwork.schedule(() -> redriveOne(letter, principal), delayMicros, TimeUnit.MICROSECONDS);
        }
        return all.size();
    }

    private void redriveOne(DeadLetter letter, String principal) {
        try {
            redrive(letter, null, null, null, principal);
        } catch (RuntimeException e) {
            LOG.warn("Dead letter {} stays parked: {}", letter.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        clockwork.shutdown();
    }
}
