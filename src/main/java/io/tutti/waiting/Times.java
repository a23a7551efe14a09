package io.tutti.waiting;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.convert.DurationStyle;

/** Reads the times that flows wait for. */
public final class Times {

    /** A wait that is longer is a mistake in a flow. */
    private static final Duration LONGEST = Duration.ofDays(3660);

    private Times() {}

    /**
     * A duration above zero and up to ten years: {@code 90s}, {@code 15m}, {@code 2h}, {@code 3d} or {@code PT15M}.
     *
     * @param what is to be so long, for the refusal
     * @throws Refused when it is none
     */
    public static Duration duration(String what, String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text.strip());
            boolean hasUnit = !text.strip().matches("[+-]?\\d+");
            if (hasUnit && duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            // Said below, with what is expected.
        }
        throw new Refused(
                Reason.UNFIT,
                "%s must be a duration above 0 and up to ten years, such as 90s, 15m, 2h, 3d or PT15M; found '%s'."
                        .formatted(what, text));
    }

    /** An instant with its offset, such as {@code 2026-12-01T09:00:00+01:00} or {@code 2026-12-01T08:00:00Z}. */
    static Instant instant(String what, String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw new Refused(
                    Reason.UNFIT,
                    "%s must be a time with its offset, such as 2026-12-01T09:00:00+01:00; found '%s'."
                            .formatted(what, text));
        }
    }
}
