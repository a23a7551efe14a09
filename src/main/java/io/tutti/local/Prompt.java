package io.tutti.local;

import io.tutti.check.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with its evidence, as every model gets it in the user's message:
 *
 * <pre>{@code
 * Question: Where is my order HP-10023?
 *
 * Evidence:
 * [1] (order HP-10023) Order HP-10023 was shipped on 2026-11-18.
 * [2] (article shipping) Parcels take two to four days.
 * }</pre>
 *
 * Without evidence the last line is {@code (none)}. Line breaks inside a question, a source or a text become spaces:
 * neither a question nor a passage can pass itself off as more evidence.
 *
 * @param question what is asked
 * @param evidence what the answer is to be drawn from
 */
public record Prompt(String question, List<Passage> evidence) {

    private static final String QUESTION = "Question: ";
    private static final String EVIDENCE = "\n\nEvidence:\n";
    private static final String NONE = "(none)";
    private static final Pattern LINE = Pattern.compile("\\[\\d+] \\((.*?)\\) (.*)");
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\x{85}\\x{2028}\\x{2029}]+");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\s*\\R\\s*\\R\\s*");

    public String render() {
        StringBuilder text = new StringBuilder(QUESTION).append(flat(question)).append(EVIDENCE);
        if (evidence.isEmpty()) {
            return text.append(NONE).toString();
        }
        List<String> lines = new ArrayList<>();
        for (Passage passage : evidence) {
            String source = flat(passage.source()).replace(") ", ")");
            lines.add("[" + (lines.size() + 1) + "] (" + source + ") " + flat(passage.text()));
        }
        return text.append(String.join("\n", lines)).toString();
    }

    /**
     * What {@link #render} wrote. Any other text is taken by its paragraphs: the last one that ends with a question
     * mark, else the first, is the question, and the others are the evidence.
     */
    public static Prompt parse(String text) {
        return rendered(text.strip()).orElseGet(() -> ofParagraphs(text.strip()));
    }

    private static Optional<Prompt> rendered(String text) {
        int end = text.indexOf(EVIDENCE);
        if (!text.startsWith(QUESTION) || end < 0) {
            return Optional.empty();
        }
        List<Passage> evidence = text.substring(end + EVIDENCE.length())
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Passage(line.group(1), line.group(2)))
                .toList();
        return Optional.of(new Prompt(text.substring(QUESTION.length(), end), evidence));
    }

    private static Prompt ofParagraphs(String text) {
        List<String> paragraphs = List.of(PARAGRAPHS.split(text));
        int asked = 0;
        for (int i = 0; i < paragraphs.size(); i++) {
            asked = paragraphs.get(i).endsWith("?") ? i : asked;
        }
        List<Passage> evidence = new ArrayList<>();
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i != asked) {
                evidence.add(new Passage("paragraph " + (i + 1), flat(paragraphs.get(i))));
            }
        }
        return new Prompt(flat(paragraphs.get(asked)), evidence);
    }

    private static String flat(String text) {
        return WHITE_SPACE.matcher(text.strip()).replaceAll(" ");
    }
}
