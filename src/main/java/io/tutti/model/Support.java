package io.tutti.model;

import io.tutti.check.Passage;
import io.tutti.local.Meaning;
import io.tutti.local.Sentences;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How well evidence bears an answer of a model that does not say itself how sure it is: the mean, over the answer's
 * sentences, of the similarity to the nearest passage.
 */
final class Support {

    /** What is said of an answer when there is no evidence to hold it against. */
    static final double UNKNOWN = 0.5;

    private final Meaning meaning;

    Support(Meaning meaning) {
        this.meaning = meaning;
    }

    /** How sure an answer is, and of what it speaks: the sources of the nearest passages. */
    Weight weigh(String text, ModelRequest request) {
        List<String> sentences = Sentences.of(text);
        if (request.passages() == 0 || sentences.isEmpty()) {
            return new Weight(UNKNOWN, List.of());
        }
        Set<String> sources = new LinkedHashSet<>();
        double sum = 0;
        for (String sentence : sentences) {
            Near near = nearest(sentence, request.evidence());
            sources.add(near.passage().source());
            sum += near.similarity();
        }
        double mean = sum / sentences.size();
        return new Weight(Math.clamp(mean, 0.0, 1.0), List.copyOf(sources));
    }

    /** How near each sentence of a text is to the nearest of the evidence, 0 to 1. */
    List<Double> ofEach(String text, List<Passage> evidence) {
        return Sentences.of(text).stream()
                .map(sentence ->
                        evidence.isEmpty() ? 0.0 : nearest(sentence, evidence).similarity())
                .toList();
    }

    private Near nearest(String sentence, List<Passage> evidence) {
        return evidence.stream()
                .map(passage -> new Near(passage, similarity(sentence, passage)))
                .max(Comparator.comparingDouble(Near::similarity))
                .orElseThrow();
    }

    private double similarity(String sentence, Passage passage) {
        return Sentences.of(passage.text()).stream()
                .mapToDouble(known -> meaning.similarity(sentence, known))
                .max()
                .orElse(0);
    }

    /**
     * @param confidence 0 to 1
     * @param sources in the order of the sentences
     */
    record Weight(double confidence, List<String> sources) {}

    private record Near(Passage passage, double similarity) {}
}
