package io.tutti.openai;

import io.tutti.access.Caller;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.trace.Trace;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what their client says beside the body.
 *
 * @param caller who asks
 * @param key under which a flow's task is one and the same; null for a new task
 * @param trace that the request belongs to
 * @param patience how long the client waits; null when it does not say
 */
record Asker(
        Caller caller,
        @Nullable String key,
        Trace trace,
        @Nullable Duration patience) {

    private static final int LONGEST_SECONDS = 86_400;

    /** OpenAI's own clients say with each request how long they wait, in seconds. */
    static Asker of(HttpServletRequest request, Caller caller) {
        Optional<Duration> patience = Stream.of("Tutti-Timeout", "X-Stainless-Read-Timeout", "X-Stainless-Timeout")
                .map(name -> seconds(name, request.getHeader(name)))
                .flatMap(Optional::stream)
                .findFirst();
        return new Asker(
                caller,
                request.getHeader("Idempotency-Key"),
                Trace.of(request.getHeader(Trace.HEADER)).orElseGet(Trace::fresh),
                patience.orElse(null));
    }

    private static Optional<Duration> seconds(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (!value.strip().matches("\\d{1,6}(?:\\.\\d{1,9})?")) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "The header '" + name + "' must hold seconds, for example 20; leave it out or correct it.");
        }
        double seconds = Math.min(LONGEST_SECONDS, Double.parseDouble(value.strip()));
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
