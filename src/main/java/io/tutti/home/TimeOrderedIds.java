package io.tutti.home;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * UUIDs of version 7: 48 bits of Unix milliseconds, then a counter of 12 bits, then 62 random bits, so that new rows land
 * at an index's end. Each is greater than the one before, also within a millisecond and when the clock is set back.
 *
 * <p>Source: RFC 9562, section 6.2, method 1; a counter that is full counts on in the milliseconds.
 */
@Component
final class TimeOrderedIds implements IdSource {

    private static final long VERSION_7 = 0x7000L;
    private static final long RFC_VARIANT = 0x8000_0000_0000_0000L;
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER = (1L << COUNTER_BITS) - 1;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** The milliseconds and the counter of the last one. */
    private final AtomicLong last = new AtomicLong();

    TimeOrderedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String next() {
        // The counter begins in the lower half, so that there is room in each millisecond.
        long now = clock.millis() << COUNTER_BITS | ThreadLocalRandom.current().nextInt(1 << (COUNTER_BITS - 1));
        long place = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = place >>> COUNTER_BITS << 16 | VERSION_7 | place & COUNTER;
        long low = RFC_VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
