package io.tutti.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Bounds the retries of a model to a share of its calls, so that an endpoint in trouble does not get a multiple of its
 * load: each call pays in a fifth of a retry, and one in two seconds comes by itself (after Finagle's retry budget).
 * Safe for use by many threads.
 */
final class RetryBudget {

    private static final double PER_CALL = 0.2;
    private static final double PER_NANO = 0.5 / Duration.ofSeconds(1).toNanos();
    private static final double MOST = 20;

    private final Clock clock;
    private double there = MOST;
    private Instant filled;

    RetryBudget(Clock clock) {
        this.clock = clock;
        this.filled = clock.instant();
    }

    synchronized void called() {
        there = Math.min(MOST, there + PER_CALL);
    }

    /** Takes one retry, when there is one. */
    synchronized boolean take() {
        Instant now = clock.instant();
        there = Math.min(MOST, there + Duration.between(filled, now).toNanos() * PER_NANO);
        filled = now;
        if (there < 1) {
            return false;
        }
        there--;
        return true;
    }
}
