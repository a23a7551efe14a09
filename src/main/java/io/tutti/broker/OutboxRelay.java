package io.tutti.broker;

import io.tutti.failure.Failpoint;
import io.tutti.gate.DiskReserve;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A thread that empties the outbox of one kind of row, so that files do not wait for an absent broker. It wakes after each
 * commit, sends what is due in order and deletes it. A crash
 * between sending and deleting sends again; the receiver drops the second one by its duplicate id.
 *
 * <p>A row that cannot be delivered is tried {@value #MOST_ATTEMPTS} times, ever later, and then put aside with its
 * reason; the others pass it. While the broker does not answer, or the disk is full, nothing is counted and the relay
 * waits.
 */
final class OutboxRelay {

    static final int MOST_ATTEMPTS = 6;
    private static final int BATCH = 200;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Finds rows of other hubs that died, and those that are due again. */
    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private final JdbcOutbox outbox;
    private final Delivery delivery;
    private final TransactionTemplate transaction;
    private final DiskReserve disk;
    private final Clock clock;
    private final Semaphore wakeUps = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private int outages;

    OutboxRelay(
            JdbcOutbox outbox,
            Delivery delivery,
            PlatformTransactionManager transactions,
            DiskReserve disk,
            Clock clock) {
        this.outbox = outbox;
        this.delivery = delivery;
        this.transaction = new TransactionTemplate(transactions);
        this.disk = disk;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .name("outbox-" + delivery.kind().name().toLowerCase(Locale.ROOT))
                .daemon(true)
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** There may be rows. Returns at once. */
    void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** Finishes the current batch, then stops. */
    void stop() {
        closing.countDown();
        wake();
        try {
            if (thread.isAlive()) {
                thread.join(LONGEST_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed()) {
                relayAndRest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relayAndRest() throws InterruptedException {
        switch (delivery.open() ? relayOnce() : Round.DRAINED) {
            case FULL -> outages = 0;
            case DRAINED -> {
                outages = 0;
                if (wakeUps.tryAcquire(LONGEST_NAP.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
            // Commits do not wake it here: a busy hub would try the dead broker at each of them.
            case OUTAGE -> closed(pause(outages++));
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private boolean closed(Duration wait) throws InterruptedException {
        return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends one batch. */
    Round relayOnce() {
        try {
            Instant now = clock.instant();
            var round = transaction.execute(
                    open -> relay(outbox.claim(delivery.kind(), BATCH, now, now.plus(LONGEST_PAUSE))));
            return round == null ? Round.DRAINED : round;
        } catch (RuntimeException e) {
            report(e);
            return Round.OUTAGE;
        }
    }

    private Round relay(List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return Round.DRAINED;
        }
        try {
            delivery.deliver(rows);
            Failpoint.OUTBOX_SENT.reach();
            outbox.forget(rows);
        } catch (RuntimeException e) {
            if (isNobodysFault()) {
                report(e);
                return Round.OUTAGE;
            }
            rows.forEach(this::relayAlone);
        }
        return rows.size() == BATCH ? Round.FULL : Round.DRAINED;
    }

    /** One bad row, or one that was sent before a crash, fails the batch: each is tried for itself. */
    private void relayAlone(OutboxRow row) {
        try {
            delivery.deliver(List.of(row));
            outbox.forget(List.of(row));
        } catch (RuntimeException e) {
            if (delivery.isDuplicate(e)) {
                outbox.forget(List.of(row));
                return;
            }
            if (isNobodysFault()) {
                throw e;
            }
            putOff(row, e);
        }
    }

    /** The receivers do not answer, or the disk is so full that they refuse. */
    private boolean isNobodysFault() {
        return !disk.isThere() || !delivery.reachable();
    }

    private void putOff(OutboxRow row, RuntimeException reason) {
        String problem = rootMessage(reason);
        if (row.attempts() + 1 >= MOST_ATTEMPTS) {
            LOG.warn(
                    "Outbox message {} to {} is put aside after {} attempts: {}",
                    row.id(),
                    row.target(),
                    MOST_ATTEMPTS,
                    problem);
            outbox.park(row, clock.instant(), problem);
            return;
        }
        outbox.retry(row, clock.instant().plus(pause(row.attempts())), problem);
    }

    private void report(RuntimeException e) {
        if (outages == 0 && delivery.open()) {
            LOG.warn("The outbox cannot be sent now, it will be tried again: {}", rootMessage(e));
        }
    }

    private static Duration pause(int failures) {
        var pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** How a batch went. */
    enum Round {
        /** All rows of a full batch are dealt with; there are probably more. */
        FULL,
        /** Nothing is left that is due. */
        DRAINED,
        /** The broker or the database does not answer. */
        OUTAGE
    }
}
