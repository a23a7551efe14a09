package io.tutti.redaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what identifies people out of texts and puts it back: {@code anna@example.com} becomes {@code [EMAIL_1]}, in
 * all texts of one redaction the same. A text that already has such a mark in it keeps it: a mark is only put back
 * when this redaction made it. Used by one thread.
 */
public final class Redaction {

    /** No mark is longer. */
    public static final int LONGEST_MARK = Kinds.LONGEST_WORD + 9;

    private static final Pattern MARK = Pattern.compile("\\[[A-Z][A-Z0-9_]*_\\d{1,6}]");

    private final List<Redactable> kinds;
    private final Map<String, String> marks = new LinkedHashMap<>();
    private final Map<String, String> originals = new HashMap<>();
    private final Map<Redactable, Integer> counts = new HashMap<>();

    /** @param kinds what is taken out */
    public Redaction(Collection<? extends Redactable> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** Whether something was taken out. */
    public boolean hasFound() {
        return !marks.isEmpty();
    }

    /** The text with marks. */
    public String redact(String text) {
        String redacted = text;
        for (Redactable kind : kinds) {
            redacted = redact(redacted, kind);
        }
        return redacted;
    }

    /** Marks that stand there already are left alone, whatever a kind would find in them. */
    private String redact(String text, Redactable kind) {
        StringBuilder redacted = new StringBuilder();
        Matcher made = MARK.matcher(text);
        int end = 0;
        while (!marks.isEmpty() && made.find()) {
            if (originals.containsKey(made.group())) {
                redacted.append(kind.replace(text.substring(end, made.start()), found -> mark(kind, found)))
                        .append(made.group());
                end = made.end();
            }
        }
        return redacted.append(kind.replace(text.substring(end), found -> mark(kind, found)))
                .toString();
    }

    /** The text with what the marks stand for. */
    public String restore(String text) {
        if (marks.isEmpty()) {
            return text;
        }
        return MARK.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(originals.getOrDefault(found.group(), found.group())));
    }

    private String mark(Redactable kind, String found) {
        return marks.computeIfAbsent(found, text -> {
            String mark = "[" + kind.word().toUpperCase(Locale.ROOT).replace('-', '_') + "_"
                    + counts.merge(kind, 1, Integer::sum) + "]";
            originals.put(mark, text);
            return mark;
        });
    }
}
