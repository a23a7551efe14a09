package io.tutti.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.ConfigFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What roles may do, from {@code roles} in access.yaml: a permission is {@code kind:name}, for example {@code
 * flow:customer-support} or {@code api:tasks.read}; {@code *} in a rule stands for any characters. What no rule allows is
 * denied. Immutable.
 */
@Component
public final class Permissions {

    private final Map<String, List<Rule>> rules = new HashMap<>();

    Permissions(ConfigFiles config) {
        config.read("access")
                .path("roles")
                .properties()
                .forEach(role -> rules.put(role.getKey(), rules(role.getValue())));
    }

    /**
     * Whether one of the caller's roles allows {@code action}.
     *
     * @param action a kind and a name with a colon between, without a star
     */
    public boolean allows(Caller caller, String action) {
        return caller.isAdmin()
                || caller.roles().stream()
                        .flatMap(role -> rules.getOrDefault(role, List.of()).stream())
                        .anyMatch(rule -> rule.matches(action));
    }

    private static List<Rule> rules(JsonNode role) {
        List<Rule> rules = new ArrayList<>();
        role.path("allow").forEach(pattern -> rules.add(Rule.of(pattern.asText())));
        return List.copyOf(rules);
    }

    /** A pattern cut at its stars: the parts must follow each other, the first and the last at the ends. */
    private record Rule(List<String> parts) {

        static Rule of(String pattern) {
            return new Rule(List.of(pattern.split("\\*", -1)));
        }

        boolean matches(String action) {
            if (parts.size() == 1) {
                return parts.getFirst().equals(action);
            }
            String last = parts.getLast();
            int at = parts.getFirst().length();
            int end = action.length() - last.length();
            if (!action.startsWith(parts.getFirst()) || !action.endsWith(last) || at > end) {
                return false;
            }
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = action.indexOf(part, at);
                if (found < 0 || found + part.length() > end) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }
    }
}
