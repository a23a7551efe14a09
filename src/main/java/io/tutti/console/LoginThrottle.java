package io.tutti.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after {@value #FREE_FAILURES} failures an address waits 1 s, then 2 s, up to 5 minutes for each
 * further try. Remembers the last {@value #MOST_ADDRESSES} addresses. Safe for use by many threads.
 */
final class LoginThrottle {

    private static final int FREE_FAILURES = 5;
    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Whether {@code address} may try now. */
    synchronized boolean allows(String address) {
        var failures = byAddress.get(address);
        return failures == null || !clock.instant().isBefore(failures.waitUntil);
    }

    synchronized void failed(String address) {
        var before = byAddress.get(address);
        int count = before == null ? 1 : before.count + 1;
        byAddress.put(address, new Failures(count, clock.instant().plus(waitAfter(count))));
    }

    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }

    private static Duration waitAfter(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        var wait = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private record Failures(int count, Instant waitUntil) {}
}
