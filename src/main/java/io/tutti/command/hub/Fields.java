package io.tutti.command.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Fields of the API's objects as people read them; "" for what is absent. */
public final class Fields {

    private Fields() {}

    /** A text or a number as it is; "" for null and for what is neither. */
    public static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? "" : value.asText("");
    }

    /** A point in time, ISO 8601 with seconds. */
    public static String time(JsonNode object, String field) {
        String text = text(object, field);
        try {
            return OffsetDateTime.parse(text)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toInstant()
                    .toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** How long it was from {@code createdAt} to {@code endedAt}. */
    public static String took(JsonNode task) {
        try {
            var start = OffsetDateTime.parse(text(task, "createdAt"));
            return duration(Duration.between(start, OffsetDateTime.parse(text(task, "endedAt")))
                    .toMillis());
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** A number of milliseconds with a unit that suits it. */
    public static String duration(long milliseconds) {
        if (milliseconds < 1000) {
            return milliseconds + " ms";
        }
        if (milliseconds < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
        }
        if (milliseconds < 3_600_000) {
            return String.format(Locale.ROOT, "%.1f min", milliseconds / 60_000.0);
        }
        return String.format(Locale.ROOT, "%.1f h", milliseconds / 3_600_000.0);
    }

    /** What a value says: a text itself; an object's {@code reply} or {@code text}; else the JSON. */
    public static String gist(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        for (String field : new String[] {"reply", "text"}) {
            if (value.path(field).isTextual()) {
                return value.path(field).asText();
            }
        }
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** As {@link #gist}, but other objects are laid out over several lines. */
    public static String whole(JsonNode value) {
        String gist = gist(value);
        return value.isContainerNode() && gist.equals(value.toString()) ? value.toPrettyString() : gist;
    }
}
