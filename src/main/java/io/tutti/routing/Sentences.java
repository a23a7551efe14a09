package io.tutti.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts prose into sentences. */
final class Sentences {

    /** Marks that may end a sentence, with what closes it, before white space. */
    private static final Pattern END = Pattern.compile("[.!?…]+[\"'”’)\\]]*(?=\\s)");

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "e.g", "i.e", "etc", "vs", "approx", "inc", "ltd", "co",
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "p.s", "ps");

    private Sentences() {}

    /** The sentences in order, each with its marks and with single blanks for white space. */
    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        int from = 0;
        Matcher end = END.matcher(text);
        while (end.find()) {
            if (!isAbbreviation(text.substring(from, end.start()), end.group())) {
                add(sentences, text.substring(from, end.end()));
                from = end.end();
            }
        }
        add(sentences, text.substring(from));
        return sentences;
    }

    private static boolean isAbbreviation(String before, String mark) {
        if (!mark.equals(".")) {
            return false;
        }
        String word = before.substring(before.lastIndexOf(' ') + 1).strip().toLowerCase(Locale.ROOT);
        return ABBREVIATIONS.contains(word)
                || word.length() == 1 && Character.isLetter(word.charAt(0)) && !word.equals("i");
    }

    private static void add(List<String> sentences, String sentence) {
        String clean = sentence.strip().replaceAll("\\s+", " ");
        if (!clean.isEmpty()) {
            sentences.add(clean);
        }
    }
}
