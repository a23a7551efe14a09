package io.tutti.routing;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A linear classifier over vectors of length 1: multinomial logistic regression with an L2 penalty.
 *
 * <p>Trained by stochastic gradient descent whose steps shrink over the passes, with the weights of the last half of
 * the passes averaged (Bottou, "Stochastic Gradient Descent Tricks", 2012; Polyak and Juditsky, 1992). The order of the
 * examples comes from a fixed seed, so the same examples give the same head. Weights are kept feature by feature, which
 * lets the loops over the classes run as vector instructions. Immutable once trained.
 */
final class SoftmaxHead {

    /** Vectors have length 1 in hundreds of dimensions; at this scale a step of size 1 is a sensible one. */
    private static final float SCALE = 10;

    private final float[][] weights;
    private final int classes;

    private SoftmaxHead(float[][] weights, int classes) {
        this.weights = weights;
        this.classes = classes;
    }

    /**
     * @param vectors one for each example
     * @param labels the example's class, 0 to {@code classes - 1}
     * @param passes how often each example is seen
     * @param step the first step's size
     * @param penalty the L2 penalty per example
     */
    static SoftmaxHead train(float[][] vectors, int[] labels, int classes, int passes, float step, float penalty) {
        int width = vectors[0].length + 1;
        float[][] current = new float[width][classes];
        float[][] sum = new float[width][classes];
        float[] scores = new float[classes];
        int[] order = new int[vectors.length];
        Arrays.setAll(order, i -> i);
        var random = new SplittableRandom(20_240_229);
        int averagedFrom = passes / 2;
        for (int pass = 0; pass < passes; pass++) {
            shuffle(order, random);
            float rate = step / (1 + 4f * pass / passes);
            for (int i : order) {
                score(current, vectors[i], scores);
                toProbabilities(scores);
                scores[labels[i]] -= 1;
                descend(current, vectors[i], scores, rate);
            }
            shrink(current, (float) Math.exp(-rate * penalty * order.length));
            if (pass >= averagedFrom) {
                add(sum, current);
            }
        }
        shrink(sum, 1f / (passes - averagedFrom));
        return new SoftmaxHead(sum, classes);
    }

    float[] scores(float[] vector) {
        float[] scores = new float[classes];
        score(weights, vector, scores);
        return scores;
    }

    float[] probabilities(float[] vector) {
        float[] scores = scores(vector);
        toProbabilities(scores);
        return scores;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    private static void score(float[][] weights, float[] vector, float[] scores) {
        System.arraycopy(weights[vector.length], 0, scores, 0, scores.length);
        for (int f = 0; f < vector.length; f++) {
            float[] row = weights[f];
            float x = SCALE * vector[f];
            for (int k = 0; k < scores.length; k++) {
                scores[k] += x * row[k];
            }
        }
    }

    private static void descend(float[][] weights, float[] vector, float[] errors, float rate) {
        for (int f = 0; f <= vector.length; f++) {
            float[] row = weights[f];
            float x = rate * (f < vector.length ? SCALE * vector[f] : 1);
            for (int k = 0; k < errors.length; k++) {
                row[k] -= x * errors[k];
            }
        }
    }

    private static void shrink(float[][] weights, float factor) {
        for (float[] row : weights) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= factor;
            }
        }
    }

    private static void add(float[][] sum, float[][] weights) {
        for (int f = 0; f < sum.length; f++) {
            for (int k = 0; k < sum[f].length; k++) {
                sum[f][k] += weights[f][k];
            }
        }
    }

    private static void toProbabilities(float[] scores) {
        float highest = scores[0];
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        float total = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = (float) Math.exp(scores[k] - highest);
            total += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= total;
        }
    }
}
