package io.tutti.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the likeliest class of a vector: a {@link SoftmaxHead} chooses the candidates, and how near their nearest
 * examples are moves them. The head sees what sets the classes apart, the neighbours see odd ways to say it; together
 * they are better than each. Immutable.
 */
final class Scorer {

    private static final int CANDIDATES = 5;
    private static final int NEIGHBOURS = 3;
    /** How much a cosine counts against the logarithm of a probability. */
    private static final double NEIGHBOUR_WEIGHT = 10;

    /** Small files need more passes for the same number of steps. */
    private static final int STEPS = 10_000;

    private static final int PASSES = 15;
    private static final float STEP = 0.02f;
    private static final float PENALTY = 1e-5f;
    private static final double LEAST = 1e-9;

    private final SoftmaxHead head;
    private final List<Neighbours> examples;
    private final int none;

    private Scorer(SoftmaxHead head, List<Neighbours> examples, int none) {
        this.head = head;
        this.examples = examples;
        this.none = none;
    }

    static Scorer train(Examples examples) {
        return train(examples, Math.max(PASSES, STEPS / examples.vectors().length));
    }

    /** @param passes how often the head sees each example */
    static Scorer train(Examples examples, int passes) {
        var head = SoftmaxHead.train(examples.vectors(), examples.labels(), examples.classes(), passes, STEP, PENALTY);
        return new Scorer(
                head,
                IntStream.range(0, examples.classes())
                        .mapToObj(examples::of)
                        .map(Neighbours::of)
                        .toList(),
                examples.none());
    }

    /**
     * What a vector looks like.
     *
     * @param best the likeliest class in scope
     * @param logProbability the natural logarithm of its probability among the classes in scope
     * @param similarity the mean cosine to its nearest examples
     * @param noneLogOdds the logarithm of the odds against out of scope; 0 when there are no such examples
     * @param noneSimilarity the mean cosine to the nearest examples out of scope; 0 when there are none
     */
    record Reading(int best, double logProbability, double similarity, double noneLogOdds, double noneSimilarity) {}

    Reading read(float[] vector) {
        float[] probabilities = head.probabilities(vector);
        int[] candidates = candidates(probabilities);
        double[] similarities = new double[candidates.length];
        double[] scores = new double[candidates.length];
        int best = 0;
        for (int c = 0; c < candidates.length; c++) {
            similarities[c] = examples.get(candidates[c]).similarity(vector);
            scores[c] = Math.log(probabilities[candidates[c]] + LEAST) + NEIGHBOUR_WEIGHT * similarities[c];
            best = scores[c] > scores[best] ? c : best;
        }
        double inScope = logSum(scores);
        if (none < 0) {
            return new Reading(candidates[best], scores[best] - inScope, similarities[best], 0, 0);
        }
        double noneSimilarity = examples.get(none).similarity(vector);
        double noneScore = Math.log(probabilities[none] + LEAST) + NEIGHBOUR_WEIGHT * noneSimilarity;
        return new Reading(
                candidates[best], scores[best] - inScope, similarities[best], inScope - noneScore, noneSimilarity);
    }

    private int[] candidates(float[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .filter(k -> k != none)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -probabilities[k]))
                .limit(CANDIDATES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double logSum(double[] scores) {
        double highest = Arrays.stream(scores).max().orElse(0);
        double sum =
                Arrays.stream(scores).map(score -> Math.exp(score - highest)).sum();
        return highest + Math.log(sum);
    }

    /**
     * The examples of one class, kept feature by feature, which lets the loop over the examples run as vector
     * instructions.
     */
    private record Neighbours(float[][] features, int count) {

        static Neighbours of(float[][] examples) {
            float[][] features = new float[Embedder.DIMENSIONS][examples.length];
            for (int i = 0; i < Embedder.DIMENSIONS; i++) {
                for (int e = 0; e < examples.length; e++) {
                    features[i][e] = examples[e][i];
                }
            }
            return new Neighbours(features, examples.length);
        }

        /** The mean cosine of {@code vector} to the nearest of them; 0 when there are none. */
        double similarity(float[] vector) {
            float[] similarities = new float[count];
            for (int i = 0; i < features.length; i++) {
                addScaled(similarities, features[i], vector[i]);
            }
            Arrays.sort(similarities);
            return IntStream.range(Math.max(0, count - NEIGHBOURS), count)
                    .mapToDouble(e -> similarities[e])
                    .average()
                    .orElse(0);
        }

        private static void addScaled(float[] sums, float[] feature, float scale) {
            for (int e = 0; e < sums.length; e++) {
                sums[e] += feature[e] * scale;
            }
        }
    }
}
