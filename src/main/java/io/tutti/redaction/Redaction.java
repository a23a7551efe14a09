package io.tutti.redaction;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what identifies people out of texts and puts it back: {@code anna@example.com} becomes {@code [EMAIL_1]}, in
 * all texts of one redaction the same. A text that already has such a mark in it keeps it: a mark is only put back
 * when this redaction made it. Used by one thread.
 */
public final class Redaction {

    /** No mark is longer. */
    public static final int LONGEST_MARK = 14;

    private static final Pattern MARK = Pattern.compile("\\[[A-Z]{2,5}_\\d{1,6}]");

    private final Set<Personal> kinds;
    private final Map<String, String> marks = new LinkedHashMap<>();
    private final Map<String, String> originals = new HashMap<>();
    private final Map<Personal, Integer> counts = new HashMap<>();

    /** @param kinds what is taken out */
    public Redaction(Collection<Personal> kinds) {
        this.kinds = kinds.isEmpty() ? EnumSet.noneOf(Personal.class) : EnumSet.copyOf(kinds);
    }

    /** Whether something was taken out. */
    public boolean hasFound() {
        return !marks.isEmpty();
    }

    /** The text with marks. */
    public String redact(String text) {
        String redacted = text;
        for (Personal kind : kinds) {
            redacted = kind.pattern()
                    .matcher(redacted)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            kind.isOne(found.group()) ? mark(kind, found.group()) : found.group()));
        }
        return redacted;
    }

    /** The text with what the marks stand for. */
    public String restore(String text) {
        if (marks.isEmpty()) {
            return text;
        }
        return MARK.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(originals.getOrDefault(found.group(), found.group())));
    }

    private String mark(Personal kind, String found) {
        return marks.computeIfAbsent(found, text -> {
            String mark = "[" + kind.name() + "_" + counts.merge(kind, 1, Integer::sum) + "]";
            originals.put(mark, text);
            return mark;
        });
    }
}
