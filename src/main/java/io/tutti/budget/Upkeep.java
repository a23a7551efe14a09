package io.tutti.budget;

import io.tutti.failure.Unavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Gives signs of life for what this hub holds of budgets, gives back what is not used, and counts what dead hubs held as
 * spent. No clocks are compared: a hub is dead when its sign stands still for {@code PATIENCE} of the time that passes here.
 */
@Component
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Budgets budgets;
    private final Grants grants;
    private final JdbcBudgets rows;
    private final LongSupplier nanos;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("budgets").daemon(true).factory());
    private Map<JdbcBudgets.Holder, Long> seen = new HashMap<>();
    private boolean away;

    @Autowired
    Upkeep(Budgets budgets, Grants grants, JdbcBudgets rows) {
        this(budgets, grants, rows, System::nanoTime);
    }

    /** @param nanos the time that passes */
    Upkeep(Budgets budgets, Grants grants, JdbcBudgets rows, LongSupplier nanos) {
        this.nanos = nanos;
        this.budgets = budgets;
        this.grants = grants;
        this.rows = rows;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        clockwork.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the schedule: the database may come back. Said once for each time that it is away. */
    void look() {
        try {
            grants.beat();
            budgets.giveBack(false);
            long asked = nanos.getAsLong();
            giveUpSilent(asked, rows.holders(), nanos.getAsLong());
            away = false;
        } catch (Unavailable | DataAccessException e) {
            if (!away) {
                LOG.warn("Budgets cannot be looked after now and will be in a moment: {}", e.getMessage());
            }
            away = true;
            seen = new HashMap<>();
        }
    }

    private void giveUpSilent(long asked, List<JdbcBudgets.Holder> now, long read) {
        Map<JdbcBudgets.Holder, Long> next = new HashMap<>();
        for (JdbcBudgets.Holder holder : now) {
            long since = seen.getOrDefault(holder, read);
            next.put(holder, since);
            if (asked - since >= PATIENCE.toNanos() && !grants.isHeldBy(holder.name())) {
                giveUp(holder);
            }
        }
        seen = next;
    }

    private void giveUp(JdbcBudgets.Holder holder) {
        try {
            grants.giveUp(holder);
            LOG.info("A hub that held parts of budgets is gone; what it held counts as spent.");
        } catch (JdbcBudgets.HolderLost e) {
            LOG.debug("Another hub was first, or it lives", e);
        }
    }

    /** Gives everything back. */
    @Override
    public void close() {
        clockwork.shutdown();
        try {
            budgets.giveBack(true);
            grants.leave();
        } catch (Unavailable | DataAccessException e) {
            LOG.warn(
                    "What this hub holds of budgets could not be given back and will count as spent: {}",
                    e.getMessage());
        }
    }
}
