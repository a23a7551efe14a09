package io.tutti.local;

import io.tutti.check.Passage;
import io.tutti.routing.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
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
    private static final double OWN = 0.8;

    /** A further sentence has to be this near to the best one. */
    private static final double NEAR = 0.75;

    /** Two sentences that are so alike, or of whose words one has so many of the other's, say the same. */
    private static final double SAME = 0.93;

    /** What a bonus adds to the confidence: it says which sentences to take, less whether they answer. */
    private static final double BONUS = 0.4;

    /** A score from here on counts as certain: of the sample company's questions all such answers were right. */
    private static final double SURE = 0.72;

    /** The most confidence in sentences that say nothing of the identifier that was asked for. */
    private static final double MISSED = 0.3;

    private static final double CONTAINED = 0.8;

    /** A source that names a single thing or person: {@code order HP-10023}, {@code account anna@example.com}. */
    private static final Pattern RECORD = Pattern.compile("\\S+@\\S+|\\b[A-Z]{1,6}-[A-Z0-9-]*\\d");

    /** A title in a source, {@code article 12 (Click and collect)}, says what its sentences are about. */
    private static final Pattern TITLE = Pattern.compile("\\((.+)\\)");

    /** Asks how things stand with something of the asker's own, not how to do something. */
    private static final Pattern OWN_STATE = Pattern.compile(
            "\\b(?:where|when|has|have|is|are|was|did|what(?:'s| is)|status)\\b.*\\bmy\\b|\\bdo I (?:still )?have\\b(?! to\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HOW_TO = Pattern.compile(
            "\\bhow (?:do|can|to|should)\\b|\\b(?:can|may|could|should) I\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAMED =
            Pattern.compile("\\b[A-Z]{1,6}-[A-Z0-9-]*\\d[A-Z0-9-]*\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\d-]+");
    private static final Pattern ENDING = Pattern.compile("(?:ing|ed|es|s|e)$");
    private static final Pattern DOUBLED = Pattern.compile("([^aeiou])\\1$");
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

    /**
     * The answer to {@code prompt}, or an honest no with confidence 0.
     *
     * @param identifiers in the question by name; meaning is compared without them
     */
    Found from(Prompt prompt, Map<?, ?> identifiers) {
        Set<String> named = named(prompt.question());
        List<Scored> scored = scored(prompt, identifiers, named);
        if (scored.isEmpty()) {
            return new Found(NOTHING, 0, List.of());
        }
        List<Scored> best = best(scored);
        boolean missed = !named.isEmpty() && scored.stream().noneMatch(Scored::isAboutNamed);
        double confidence = Math.clamp(best.getFirst().sureness() / SURE, 0.0, missed ? MISSED : 1.0);
        List<Scored> ordered = best.stream()
                .sorted(Comparator.comparing(Scored::isAboutNamed).reversed().thenComparing(Scored::place))
                .toList();
        return new Found(
                ordered.stream().map(Scored::text).collect(Collectors.joining(" ")),
                confidence,
                ordered.stream().map(Scored::source).distinct().toList());
    }

    private List<Scored> scored(Prompt prompt, Map<?, ?> identifiers, Set<String> named) {
        String question = prompt.question();
        float[] meant = meaning.of(Question.withoutIdentifiers(question, identifiers));
        Asked asked = new Asked(meant, identifiers, words(question), named, isAboutOwn(question));
        List<Scored> scored = new ArrayList<>();
        for (Passage passage : prompt.evidence()) {
            for (String sentence : Sentences.of(passage.text())) {
                scored.add(score(asked, passage.source(), sentence, scored.size()));
            }
        }
        return scored;
    }

    private Scored score(Asked asked, String source, String sentence, int place) {
        boolean named = mentions(source + " " + sentence, asked.named());
        boolean own = asked.isAboutOwn() && RECORD.matcher(source).find();
        Set<String> words = words(sentence);
        double fit = MEANING * similarity(asked, source, sentence) + WORDS * common(asked.words(), words);
        double bonus = named ? IDENTIFIER : own ? OWN : 0;
        return new Scored(place, source, sentence, words, fit, bonus, named);
    }

    private double similarity(Asked asked, String source, String sentence) {
        String said = Question.withoutIdentifiers(sentence, asked.identifiers());
        double alone = Meaning.similarity(asked.meaning(), meaning.of(said));
        Matcher title = TITLE.matcher(source);
        return title.find()
                ? Math.max(alone, Meaning.similarity(asked.meaning(), meaning.of(title.group(1) + ". " + said)))
                : alone;
    }

    /** The best, and others that fit nearly as well and get the same bonus. */
    private List<Scored> best(List<Scored> scored) {
        List<Scored> sorted = scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        Scored first = sorted.getFirst();
        List<Scored> best = new ArrayList<>();
        for (Scored next : sorted) {
            if (best.size() < MOST_SENTENCES
                    && next.bonus() >= first.bonus()
                    && next.fit() >= NEAR * first.fit()
                    && best.stream().noneMatch(taken -> saysTheSame(taken, next))) {
                best.add(next);
            }
        }
        return best;
    }

    private boolean saysTheSame(Scored one, Scored other) {
        long both = one.words().stream().filter(other.words()::contains).count();
        return both >= CONTAINED * Math.min(one.words().size(), other.words().size())
                || meaning.similarity(one.text(), other.text()) > SAME;
    }

    private static boolean isAboutOwn(String question) {
        return OWN_STATE.matcher(question).find() && !HOW_TO.matcher(question).find();
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
        String stem = ENDING.matcher(word).replaceFirst("");
        String single = DOUBLED.matcher(stem).replaceFirst("$1");
        return single.length() < 3 ? word : single;
    }

    /**
     * @param text the answer
     * @param confidence 0 to 1
     * @param sources of the sentences, in their order
     */
    record Found(String text, double confidence, List<String> sources) {}

    private record Asked(
            float[] meaning, Map<?, ?> identifiers, Set<String> words, Set<String> named, boolean isAboutOwn) {}

    private record Scored(
            int place, String source, String text, Set<String> words, double fit, double bonus, boolean isAboutNamed) {

        double score() {
            return fit + bonus;
        }

        double sureness() {
            return fit + Math.min(bonus, BONUS);
        }
    }
}
