package io.tutti.redaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what identifies people out of texts and puts it back: {@code anna@example.com} becomes {@code [EMAIL_1]}, in
 * all texts of one redaction the same. A text that already has such a mark in it gets it back as it was, whichever comes
 * first, the text or the mark: what somebody writes never stands for what was taken out elsewhere. Used by one thread.
 */
public final class Redaction {

    /** No mark is longer. */
    public static final int LONGEST_MARK = Kinds.LONGEST_WORD + 9;

    private static final Pattern MARK = Pattern.compile("\\[[A-Z][A-Z0-9_]*_\\d{1,6}]");

    private static final String WRITTEN = "mark";

    private final List<Redactable> kinds;
    private final Map<String, String> marks = new LinkedHashMap<>();
    private final Map<String, String> originals = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> written = new HashSet<>();

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
        String redacted = apart(text);
        for (Redactable kind : kinds) {
            redacted = redact(redacted, kind);
        }
        return redacted;
    }

    /** What looks like one of our marks and was written so gets a mark of its own; other such texts are never used as one. */
    private String apart(String text) {
        MARK.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(mark -> !originals.containsKey(mark))
                .forEach(written::add);
        return marks.isEmpty()
                ? text
                : MARK.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                originals.containsKey(found.group()) ? mark(WRITTEN, found.group()) : found.group()));
    }

    /** Our marks are left alone, whatever a kind would find in them. */
    private String redact(String text, Redactable kind) {
        StringBuilder redacted = new StringBuilder();
        Matcher made = MARK.matcher(text);
        int end = 0;
        while (!marks.isEmpty() && made.find()) {
            if (originals.containsKey(made.group())) {
                redacted.append(kind.replace(text.substring(end, made.start()), found -> mark(kind.word(), found)))
                        .append(made.group());
                end = made.end();
            }
        }
        return redacted.append(kind.replace(text.substring(end), found -> mark(kind.word(), found)))
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

    private String mark(String word, String found) {
        String known = marks.get(found);
        if (known != null) {
            return known;
        }
        String mark;
        do {
            mark = "[" + word.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + counts.merge(word, 1, Integer::sum)
                    + "]";
        } while (written.contains(mark) || originals.containsKey(mark));
        originals.put(mark, found);
        marks.put(found, mark);
        return mark;
    }
}
