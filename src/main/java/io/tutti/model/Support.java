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

    /** The answer with its confidence and the sources of the nearest passages. */
    Reply weigh(String text, String model, ModelRequest request) {
        List<String> sentences = Sentences.of(text);
        if (request.passages() == 0 || sentences.isEmpty()) {
            return new Reply(text, UNKNOWN, model, List.of());
        }
        Set<String> sources = new LinkedHashSet<>();
        double sum = 0;
        for (String sentence : sentences) {
            Near near = nearest(sentence, request.evidence());
            sources.add(near.passage().source());
            sum += near.similarity();
        }
        double mean = sum / sentences.size();
        return new Reply(text, Math.clamp(mean, 0.0, 1.0), model, List.copyOf(sources));
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

    private record Near(Passage passage, double similarity) {}
}
