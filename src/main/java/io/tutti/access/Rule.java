package io.tutti.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of access.yaml: an action, where {@code *} stands for any characters, and perhaps a condition.
 *
 * @param pattern as it is written
 * @param parts the pattern cut at its stars: they must follow each other, the first and the last at the ends
 * @param condition null = always
 */
record Rule(String pattern, List<String> parts, @Nullable Condition condition) {

    static Rule of(String pattern, @Nullable Condition condition) {
        return new Rule(pattern, List.of(pattern.split("\\*", -1)), condition);
    }

    /** Whether it is about what is asked, whatever its condition says. */
    boolean isAbout(String action) {
        String first = parts.getFirst();
        if (parts.size() == 1) {
            return first.equals(action);
        }
        String last = parts.getLast();
        int at = first.length();
        int end = action.length() - last.length();
        if (!action.startsWith(first) || !action.endsWith(last) || at > end) {
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

    /** Whether it names actions of this kind, which ends in a colon. */
    boolean isOf(String kind) {
        return pattern.startsWith(kind);
    }

    /**
     * Whether it counts.
     *
     * @param unknown what to take when its condition cannot be evaluated
     */
    boolean counts(Asked asked, Instant now, boolean unknown) {
        return isAbout(asked.action())
                && Optional.ofNullable(condition)
                        .map(when -> when.holds(asked, now).orElse(unknown))
                        .orElse(true);
    }

    @Override
    public String toString() {
        return condition == null ? pattern : pattern + " when " + condition;
    }
}
