package io.tutti.audit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does some work again and again: soon after it was woken, and from time to time. Thread-safe. */
public final class Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 2;

    private final Work work;
    private final Duration gathering;
    private final Duration longestSleep;
    private final Semaphore wakeUps = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private int failures;

    /**
     * Makes the thread, which does not run yet.
     *
     * @param name the thread's name
     * @param gathering how long it lets work gather after it was woken
     * @param longestSleep how long it sleeps when nobody wakes it
     * @param work what it does; after a failure it is done again in a while
     */
    public Recurring(String name, Duration gathering, Duration longestSleep, Work work) {
        this.work = work;
        this.gathering = gathering;
        this.longestSleep = longestSleep;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /** Begins; the work is done at once for the first time. */
    public void start() {
        thread.start();
    }

    /** There may be work. Returns at once. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** Ends after the work in hand, and does it a last time. */
    public void stop() {
        closing.countDown();
        wake();
        try {
            if (thread.isAlive()) {
                thread.join(LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                closing.await(work() ? gathering.toMillis() : pause().toMillis(), TimeUnit.MILLISECONDS);
                if (wakeUps.tryAcquire(longestSleep.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } while (closing.getCount() > 0);
            work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean work() {
        try {
            work.run();
            failures = 0;
            return true;
        } catch (Exception e) {
            if (failures++ == 0) {
                LOG.warn("{} cannot go on now and will try again: {}", thread.getName(), e.toString());
            }
            return false;
        }
    }

    private Duration pause() {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    /** What it does. */
    public interface Work {
        /** Does it. */
        void run() throws Exception;
    }
}
