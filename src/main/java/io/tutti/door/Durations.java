package io.tutti.door;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.springframework.boot.convert.DurationStyle;

/** Reads durations such as {@code 500ms}, {@code 30s}, {@code 2m} or {@code PT30S}; a number without a unit is none. */
final class Durations {

    private Durations() {}

    static Duration parse(String name, String text, Duration longest) {
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            boolean hasUnit = !text.matches("[+-]?\\d+") || duration.isZero();
            if (hasUnit && !duration.isNegative() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            // Said below, with what is expected.
        }
        throw new Refused(
                Reason.BAD_INPUT,
                "'%s' must be a duration from 0s to %ds such as 500ms, 30s or 2m; found '%s'."
                        .formatted(name, longest.toSeconds(), text));
    }
}
