package io.tutti.model;

import io.tutti.provider.EndpointFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: what the endpoint asks for, else exponential with full jitter, so that many tasks
 * that failed together do not come back together.
 */
final class Backoff {

    private static final int MOST_DOUBLINGS = 20;

    private final ModelSettings.Backoff settings;
    private final RandomGenerator random;

    Backoff(ModelSettings.Backoff settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * The wait before the next call; empty when the endpoint asks for more time than anybody wants to wait.
     *
     * @param retry 0 for the first retry
     */
    Optional<Duration> before(int retry, EndpointFailure failure) {
        Duration asked = failure.retryAfter();
        if (asked != null) {
            return asked.compareTo(settings.longest()) > 0 ? Optional.empty() : Optional.of(asked);
        }
        long ceiling = settings.first().toNanos() << Math.min(retry, MOST_DOUBLINGS);
        long most = Math.min(ceiling, settings.longest().toNanos());
        return Optional.of(Duration.ofNanos(random.nextLong(most + 1)));
    }
}
