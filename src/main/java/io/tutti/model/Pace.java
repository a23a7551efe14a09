package io.tutti.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a model took of late: a moving average whose weight halves with time, so that a model that was slow is tried
 * again after a while. Safe for use by many threads.
 */
final class Pace {

    private static final double NEWEST = 0.3;
    private static final double HALF_LIFE_MILLIS = Duration.ofMinutes(2).toMillis();

    private final Clock clock;
    private double millis;
    private Instant measured = Instant.EPOCH;

    Pace(Clock clock) {
        this.clock = clock;
    }

    /** @param took the time of an answer; of a failure the time that the caller lost, and more */
    synchronized void add(Duration took) {
        double before = now();
        millis = before == 0 ? took.toMillis() : before + NEWEST * (took.toMillis() - before);
        measured = clock.instant();
    }

    /** Milliseconds; 0 when nothing is known any more. */
    synchronized double now() {
        if (measured.equals(Instant.EPOCH)) {
            return 0;
        }
        double age = Duration.between(measured, clock.instant()).toMillis();
        return millis * Math.pow(0.5, Math.max(0, age) / HALF_LIFE_MILLIS);
    }
}
