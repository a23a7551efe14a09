package io.tutti.routing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the identifiers in a text. One with a digit and without a blank (an order number) is given in upper case, so
 * that a query may compare it; others (a product's name) as they are written.
 *
 * @param patterns by the identifier's name; the first group is the identifier, or the whole match when there is none
 */
record Identifiers(Map<String, Pattern> patterns) {

    /** The first of each name that is in {@code text}. */
    Map<String, String> firstOf(String text) {
        Map<String, String> first = new LinkedHashMap<>();
        patterns.forEach((name, pattern) -> {
            for (String found : all(pattern, text)) {
                first.putIfAbsent(name, found);
            }
        });
        return first;
    }

    /** Those names of which {@code text} has exactly one. */
    Map<String, String> onlyOf(String text) {
        Map<String, String> only = new LinkedHashMap<>();
        patterns.forEach((name, pattern) -> {
            Set<String> found = all(pattern, text);
            if (found.size() == 1) {
                only.put(name, found.iterator().next());
            }
        });
        return only;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String match = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : matcher.group();
            if (!match.isBlank()) {
                found.add(normal(match.strip()));
            }
        }
        return found;
    }

    static String normal(String identifier) {
        boolean code = identifier.chars().anyMatch(Character::isDigit)
                && identifier.chars().noneMatch(Character::isWhitespace);
        return code ? identifier.toUpperCase(Locale.ROOT) : identifier;
    }
}
