package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.WrongSetting;
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
record Setting(JsonNode node, String pointer, Complaints complaints) {

    /** Says where a wrong value is. */
    @FunctionalInterface
    interface Complaints {

        /**
         * @param pointer a JSON pointer to the value
         * @param expected what was found and what was expected
         */
        WrongSetting about(String pointer, String expected);
    }

    WrongSetting wrong(String expected) {
        return complaints.about(pointer, expected);
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** What is under {@code key}, present or not. */
    Setting at(String key) {
        return new Setting(node.path(key), pointer + "/" + key, complaints);
    }

    Map<String, Setting> entries() {
        Map<String, Setting> entries = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> entries.put(key, at(key)));
        return entries;
    }

    List<String> texts() {
        if (isPresent() && !node.isArray()) {
            throw wrong("expected a list, for example [one, two].");
        }
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    String text(String key, String otherwise) {
        return at(key).isPresent() ? node.path(key).asText() : otherwise;
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(text(key, "false"));
    }

    int whole(String key, int otherwise, int least, int most) {
        BigDecimal value = decimal(key).orElse(BigDecimal.valueOf(otherwise));
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole || value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw at(key).wrong("expected a whole number from " + least + " to " + most + ".");
        }
        return value.intValue();
    }

    double fraction(String key, double otherwise) {
        double value = decimal(key).map(BigDecimal::doubleValue).orElse(otherwise);
        if (!(value >= 0 && value <= 1)) {
            throw at(key).wrong("expected a number from 0 to 1.");
        }
        return value;
    }

    Optional<BigDecimal> decimal(String key) {
        if (!at(key).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(node.path(key).asText().strip()));
        } catch (NumberFormatException e) {
            throw at(key).wrong("expected a number.");
        }
    }

    Duration duration(String key, Duration otherwise) {
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
