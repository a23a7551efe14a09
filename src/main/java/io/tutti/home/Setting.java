package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/**
 * A value of a configuration file that knows where it is. Values that came from {@code ${...}} are texts, so numbers are
 * read from texts too.
 */
public record Setting(JsonNode node, String pointer, Complaints complaints) {

    /** Says where a wrong value is. */
    @FunctionalInterface
    public interface Complaints {

        /**
         * @param pointer a JSON pointer to the value
         * @param expected what was found and what was expected
         */
        WrongSetting about(String pointer, String expected);
    }

    /** A complaint about this value. */
    public WrongSetting wrong(String expected) {
        return complaints.about(pointer, expected);
    }

    /** Whether it is there and says something. */
    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** What is under {@code key}, present or not. */
    public Setting at(String key) {
        return new Setting(node.path(key), pointer + "/" + key, complaints);
    }

    /** What is under it, by name, in the order of the file. */
    public Map<String, Setting> entries() {
        Map<String, Setting> entries = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> entries.put(key, at(key)));
        return entries;
    }

    /** Its items as values; none when it is not there. */
    public List<Setting> items() {
        if (isPresent() && !node.isArray()) {
            throw wrong("expected a list.");
        }
        List<Setting> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Setting(node.get(i), pointer + "/" + i, complaints));
        }
        return items;
    }

    /** Its items; empty when it is not there. */
    public List<String> texts() {
        if (isPresent() && !node.isArray()) {
            throw wrong("expected a list, for example [one, two].");
        }
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** The text under {@code key}. */
    public String text(String key, String otherwise) {
        return at(key).isPresent() ? node.path(key).asText() : otherwise;
    }

    /** Whether {@code key} is there and true. */
    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key, "false"));
    }

    /** The whole number under {@code key}, from {@code least} to {@code most}. */
    public int whole(String key, int otherwise, int least, int most) {
        BigDecimal value = decimal(key).orElse(BigDecimal.valueOf(otherwise));
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole || value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw at(key).wrong("expected a whole number from " + least + " to " + most + ".");
        }
        return value.intValue();
    }

    /** The number under {@code key}, from 0 to 1. */
    public double fraction(String key, double otherwise) {
        double value = decimal(key).map(BigDecimal::doubleValue).orElse(otherwise);
        if (!(value >= 0 && value <= 1)) {
            throw at(key).wrong("expected a number from 0 to 1.");
        }
        return value;
    }

    /** The number under {@code key}; empty when it is not there. */
    public Optional<BigDecimal> decimal(String key) {
        if (!at(key).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(node.path(key).asText().strip()));
        } catch (NumberFormatException e) {
            throw at(key).wrong("expected a number.");
        }
    }

    /** The time under {@code key}, for example {@code 30s}. */
    public Duration duration(String key, Duration otherwise) {
        if (!at(key).isPresent()) {
            return otherwise;
        }
        try {
            return DurationStyle.detectAndParse(node.path(key).asText().strip());
        } catch (IllegalArgumentException e) {
            throw at(key).wrong("expected a time with its unit, for example 500ms, 30s or 2m.");
        }
    }
}
