package io.tutti.command.hub;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time span: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, a bare {@code 0}, or ISO 8601. */
public final class TimeSpan implements ITypeConverter<Duration> {

    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        var simple = SIMPLE.matcher(text);
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        return text.equals("0") ? Duration.ZERO : iso(text);
    }

    private static Duration iso(String text) {
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is no time span; write 500ms, 30s, 2m or 1h");
        }
        throw new TypeConversionException("'" + text + "' is negative; write 500ms, 30s, 2m or 1h");
    }
}
