package io.tutti.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: so much a minute, of which a sixth may be taken at once. What is larger than that waits for a full
 * bucket. Guarded by its owner's lock.
 */
final class Bucket {

    private static final int BURSTS_A_MINUTE = 6;
    private static final double MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final double perNano;
    private final double most;
    private final Clock clock;
    private double there;
    private Instant filled;

    /** @param perMinute 1 or more */
    Bucket(int perMinute, Clock clock) {
        this.perNano = perMinute / MINUTE_NANOS;
        this.most = Math.max(1, perMinute / (double) BURSTS_A_MINUTE);
        this.clock = clock;
        this.there = most;
        this.filled = clock.instant();
    }

    /** How long until {@code amount} can be taken; zero when it can be now. */
    Duration delay(double amount) {
        fill();
        double missing = Math.min(amount, most) - there;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing / perNano));
    }

    /** Takes it; what is larger than the bucket leaves it in debt. */
    void take(double amount) {
        fill();
        there -= amount;
    }

    private void fill() {
        Instant now = clock.instant();
        there = Math.min(most, there + Duration.between(filled, now).toNanos() * perNano);
        filled = now;
    }
}
