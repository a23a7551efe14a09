package io.tutti.provider;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The HTTP header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** How long to wait from {@code now}, 0 for a date that has passed; null when there is no such header or no sense in it. */
    static @Nullable Duration of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(value -> read(value.strip(), now))
                .orElse(null);
    }

    private static @Nullable Duration read(String value, Instant now) {
        if (value.matches("\\d{1,9}(?:\\.\\d+)?")) {
            return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
