package io.tutti.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTests {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final LoginThrottle throttle = new LoginThrottle(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void makesAnAddressWaitLongerAfterEachFailureAndForgivesItAfterASuccess() {
        fail(5);
        assertThat(throttle.allows("10.0.0.1")).isFalse();
        assertThat(throttle.allows("10.0.0.2")).isTrue();
        now = now.plusSeconds(1);
        assertThat(throttle.allows("10.0.0.1")).isTrue();
        fail(1);
        now = now.plusSeconds(1);
        assertThat(throttle.allows("10.0.0.1")).isFalse();
        fail(30);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(throttle.allows("10.0.0.1")).isTrue();
        throttle.succeeded("10.0.0.1");
        fail(4);
        assertThat(throttle.allows("10.0.0.1")).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("10.0.0.1");
        }
    }
}
