package io.tutti.door;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Days in query parameters. */
final class Days {

    private Days() {}

    /**
     * Reads a day such as 2026-11-30.
     *
     * @param name of the parameter
     * @throws Refused when it is none
     */
    static LocalDate parse(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refused(Reason.BAD_INPUT, "'%s' must be a day such as 2026-11-30.".formatted(name));
        }
    }
}
