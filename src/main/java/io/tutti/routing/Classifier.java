package io.tutti.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Intents learned from their examples.
 *
 * <p>The likeliest intent is the softmax head's. How sure it is, is the head's probability, lowered when the text is
 * far from every example of that intent: a head alone is as sure about questions that nobody asked for (it only ever
 * saw those). How far is far is learned too, from how near the examples are to each other. Immutable.
 */
final class Classifier {

    /** Examples this near to the end of the list of distances count as the border of an intent. */
    private static final double BORDER = 0.02;
    /** How soft the border is, in units of cosine. */
    private static final double SOFTNESS = 0.05;
    /** About this many steps of descent suffice for a small file; larger files need their fifteen passes. */
    private static final int SMALL_FILE_STEPS = 30_000;

    private static final int PASSES = 15;

    private final IntentsFile file;
    private final SoftmaxHead head;
    private final List<float[][]> examples;
    private final double border;

    private Classifier(IntentsFile file, SoftmaxHead head, List<float[][]> examples, double border) {
        this.file = file;
        this.head = head;
        this.examples = examples;
        this.border = border;
    }

    /** @param embed gives the vectors of texts in their order */
    static Classifier train(IntentsFile file, Function<List<String>, float[][]> embed) {
        List<String> texts = new ArrayList<>();
        file.intents().forEach(intent -> texts.addAll(intent.examples()));
        float[][] vectors = embed.apply(texts);
        int[] labels = new int[vectors.length];
        List<float[][]> examples = new ArrayList<>();
        int from = 0;
        for (int k = 0; k < file.intents().size(); k++) {
            int to = from + file.intents().get(k).examples().size();
            java.util.Arrays.fill(labels, from, to, k);
            examples.add(java.util.Arrays.copyOfRange(vectors, from, to));
            from = to;
        }
        int passes = Math.max(PASSES, SMALL_FILE_STEPS / vectors.length);
        var head = SoftmaxHead.train(vectors, labels, file.intents().size(), passes, 0.02f, 1e-5f);
        return new Classifier(file, head, examples, border(file, examples));
    }

    Match classify(float[] vector) {
        float[] probabilities = head.probabilities(vector);
        int best = -1;
        for (int k = 0; k < probabilities.length; k++) {
            boolean inScope = !file.intents().get(k).name().equals(Match.NONE);
            if (inScope && (best < 0 || probabilities[k] > probabilities[best])) {
                best = k;
            }
        }
        var intent = file.intents().get(best);
        double confidence = probabilities[best] * within(nearest(vector, examples.get(best), -1));
        return confidence >= file.threshold()
                ? new Match(intent.name(), intent.to(), confidence, intent.name())
                : new Match(Match.NONE, Match.NONE, confidence, intent.name());
    }

    private double within(double similarity) {
        return 1 / (1 + Math.exp((border - similarity) / SOFTNESS));
    }

    /** The similarity that all but the loneliest examples have to another example of their intent. */
    private static double border(IntentsFile file, List<float[][]> examples) {
        List<Double> similarities = new ArrayList<>();
        for (int k = 0; k < examples.size(); k++) {
            float[][] own = examples.get(k);
            if (own.length > 1 && !file.intents().get(k).name().equals(Match.NONE)) {
                for (int i = 0; i < own.length; i++) {
                    similarities.add(nearest(own[i], own, i));
                }
            }
        }
        similarities.sort(null);
        return similarities.isEmpty() ? 0.4 : similarities.get((int) (BORDER * similarities.size()));
    }

    private static double nearest(float[] vector, float[][] examples, int except) {
        double nearest = -1;
        for (int i = 0; i < examples.length; i++) {
            if (i != except) {
                nearest = Math.max(nearest, Embedder.similarity(vector, examples[i]));
            }
        }
        return nearest;
    }
}
