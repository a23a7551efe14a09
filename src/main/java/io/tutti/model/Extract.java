package io.tutti.model;

import io.tutti.check.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Picks the one to three sentences of the evidence that answer a question: by similarity of meaning, by common words,
 * and by the identifiers that the question names.
 */
final class Extract {

    private static final String NOTHING = "I have no information about this.";
    private static final int MOST_SENTENCES = 3;
    private static final double MEANING = 0.65;
    private static final double WORDS = 0.35;
    private static final double IDENTIFIER = 0.5;

    /** A further sentence has to be this near to the best one. */
    private static final double NEAR = 0.75;

    /** Two sentences that are so alike say the same. */
    private static final double SAME = 0.93;

    private static final Pattern NAMED =
            Pattern.compile("\\b[A-Z]{1,6}-[A-Z0-9-]*\\d[A-Z0-9-]*\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\d-]+");
    private static final Set<String> COMMON = Set.of(
            "a an and are as at be been but by can could did do does for from get has have hello hi how i if in is it its me my"
                    .concat(
                            " no not of on or our please should so still thank thanks that the their them there these they this to")
                    .concat(" was we were what when where which who why will with would yes yet you your")
                    .split(" "));

    private final Meaning meaning;

    Extract(Meaning meaning) {
        this.meaning = meaning;
    }

    /** The answer to {@code prompt}, or an honest no with confidence 0. */
    Found from(Prompt prompt) {
        Set<String> named = named(prompt.question());
        List<Scored> scored = scored(prompt, named);
        if (scored.isEmpty()) {
            return new Found(NOTHING, 0, List.of());
        }
        List<Scored> best = best(scored);
        boolean missed = !named.isEmpty() && scored.stream().noneMatch(Scored::isAboutNamed);
        double confidence = Math.clamp(best.getFirst().score(), 0.0, missed ? 0.3 : 1.0);
        List<Scored> ordered = best.stream()
                .sorted(Comparator.comparing(Scored::isAboutNamed).reversed().thenComparing(Scored::place))
                .toList();
        return new Found(
                ordered.stream().map(Scored::text).collect(Collectors.joining(" ")),
                confidence,
                ordered.stream().map(Scored::source).distinct().toList());
    }

    private List<Scored> scored(Prompt prompt, Set<String> named) {
        float[] asked = meaning.of(prompt.question());
        Set<String> words = words(prompt.question());
        List<Scored> scored = new ArrayList<>();
        for (Passage passage : prompt.evidence()) {
            for (String sentence : Sentences.of(passage.text())) {
                boolean about = mentions(passage.source() + " " + sentence, named);
                double score = MEANING * Meaning.similarity(asked, meaning.of(sentence))
                        + WORDS * common(words, words(sentence))
                        + (about ? IDENTIFIER : 0);
                scored.add(new Scored(scored.size(), passage.source(), sentence, score, about));
            }
        }
        return scored;
    }

    private List<Scored> best(List<Scored> scored) {
        List<Scored> sorted = scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        List<Scored> best = new ArrayList<>();
        for (Scored next : sorted) {
            if (best.size() < MOST_SENTENCES
                    && next.score() >= NEAR * sorted.getFirst().score()
                    && best.stream().noneMatch(taken -> meaning.similarity(taken.text(), next.text()) > SAME)) {
                best.add(next);
            }
        }
        return best;
    }

    private static Set<String> named(String text) {
        return NAMED.matcher(text)
                .results()
                .map(found -> found.group().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static boolean mentions(String text, Set<String> named) {
        return named.stream().anyMatch(text.toUpperCase(Locale.ROOT)::contains);
    }

    private static double common(Set<String> asked, Set<String> said) {
        if (asked.isEmpty()) {
            return 0;
        }
        return (double) asked.stream().filter(said::contains).count() / asked.size();
    }

    private static Set<String> words(String text) {
        return Stream.of(BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> word.length() > 1 && !COMMON.contains(word))
                .map(Extract::stem)
                .collect(Collectors.toSet());
    }

    /** Enough of a stem to see that "shipped", "ships" and "shipping" are one word. */
    private static String stem(String word) {
        String stem = word.replaceFirst("(?:ing|ed|es|s|e)$", "");
        String single = stem.replaceFirst("([^aeiou])\\1$", "$1");
        return single.length() < 3 ? word : single;
    }

    /**
     * @param text the answer
     * @param confidence 0 to 1
     * @param sources of the sentences, in their order
     */
    record Found(String text, double confidence, List<String> sources) {}

    private record Scored(int place, String source, String text, double score, boolean isAboutNamed) {}
}
