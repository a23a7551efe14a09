package io.tutti.home;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * For deadlines and pauses within this process: it begins with the machine's time and then advances with the time that
 * passes, also when the machine's clock is set or stands still. Thread-safe.
 */
public final class SteadyClock extends Clock {

    private final Instant began;
    private final long beganNanos = System.nanoTime();

    SteadyClock(Clock machine) {
        began = machine.instant();
    }

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Deadlines know no zones.");
    }
}
