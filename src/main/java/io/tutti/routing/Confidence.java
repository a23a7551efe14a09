package io.tutti.routing;

import java.util.List;

/**
 * How sure it is that a text means one of the intents at all, learned from readings of examples by scorers that had not
 * seen them.
 *
 * <p>With examples out of scope it is the probability of being in scope by logistic regression (Platt scaling with
 * several features: Platt, "Probabilistic Outputs for Support Vector Machines", 1999). Without, only what is unusual
 * can be told: one half is where one in twenty of the examples would be refused.
 *
 * @param weights of the constant and the features
 */
record Confidence(double[] weights) {

    private static final int ROUNDS = 2_000;
    private static final double RATE = 0.05;
    private static final double PENALTY = 1e-3;
    private static final double REFUSED_EXAMPLES = 0.05;
    /** How much a cosine counts against a logarithm of odds. */
    private static final double COSINE = 10;

    static Confidence fit(List<Scorer.Reading> readings, List<Boolean> inScope) {
        return inScope.contains(false) && inScope.contains(true) ? regression(readings, inScope) : quantile(readings);
    }

    double of(Scorer.Reading reading) {
        double[] features = features(reading);
        double score = 0;
        for (int f = 0; f < features.length; f++) {
            score += weights[f] * features[f];
        }
        return 1 / (1 + Math.exp(-score));
    }

    private static double[] features(Scorer.Reading reading) {
        return new double[] {
            1,
            reading.noneLogOdds(),
            COSINE * reading.similarity(),
            COSINE * reading.noneSimilarity(),
            reading.logProbability()
        };
    }

    private static Confidence regression(List<Scorer.Reading> readings, List<Boolean> inScope) {
        var fitted = new Confidence(new double[] {0, 0, 0, 0, 0});
        double[] weights = fitted.weights;
        double rate = RATE / readings.size();
        for (int round = 0; round < ROUNDS; round++) {
            double[] slope = new double[weights.length - 1];
            for (int i = 0; i < readings.size(); i++) {
                double error = fitted.of(readings.get(i)) - (inScope.get(i) ? 1 : 0);
                double[] features = features(readings.get(i));
                for (int f = 0; f < slope.length; f++) {
                    slope[f] += error * features[f];
                }
            }
            for (int f = 0; f < slope.length; f++) {
                weights[f] -= rate * slope[f] + (f == 0 ? 0 : RATE * PENALTY * weights[f]);
            }
        }
        return fitted;
    }

    /** Unusual is what is far from the examples, or between two intents. */
    private static Confidence quantile(List<Scorer.Reading> readings) {
        double[] weights = {0, 0, 1, 0, 1};
        var unshifted = new Confidence(weights);
        double[] scores = readings.stream()
                .mapToDouble(reading -> logit(unshifted.of(reading)))
                .sorted()
                .toArray();
        weights[0] = scores.length == 0 ? 0 : -scores[(int) (REFUSED_EXAMPLES * scores.length)];
        return new Confidence(weights);
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
