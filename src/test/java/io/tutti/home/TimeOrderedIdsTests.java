package io.tutti.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    /** More than the counter holds. */
    private static final int MANY = 10_000;

    @Test
    void areGreaterThanTheOneBeforeWithinAMillisecond() {
        assertThat(many(Clock.fixed(NOON, ZoneOffset.UTC))).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void areGreaterThanTheOneBeforeWhenTheClockIsSetBack() {
        Instant[] now = {NOON};
        var ids = new TimeOrderedIds(new SettableClock(now));
        String before = ids.next();
        now[0] = NOON.minusSeconds(3600);
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void areUuidsOfVersion7() {
        var ids = new TimeOrderedIds(Clock.fixed(NOON, ZoneOffset.UTC));
        UUID id = UUID.fromString(ids.next());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    private static List<String> many(Clock clock) {
        var ids = new TimeOrderedIds(clock);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(ids.next());
        }
        return many;
    }

    private static final class SettableClock extends Clock {

        private final Instant[] now;

        SettableClock(Instant[] now) {
            this.now = now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now[0];
        }
    }
}
