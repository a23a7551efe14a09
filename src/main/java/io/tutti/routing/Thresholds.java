package io.tutti.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Below which confidence an intent does not fit.
 *
 * @param otherwise for intents that have no threshold of their own and are not calibrated, 0 to 1
 * @param isCalibrated whether it is learned from the examples, intent by intent
 * @param refuse the share of the messages in scope that may then be refused, 0 to 1
 */
record Thresholds(double otherwise, boolean isCalibrated, double refuse) {

    /** With fewer readings of its own an intent gets what is learned from all. */
    private static final int ENOUGH = 20;

    static Thresholds fixed(double threshold) {
        return new Thresholds(threshold, false, 0);
    }

    /**
     * The threshold of each class.
     *
     * @param confidences of examples in scope, each read by a scorer that had not seen it, by class
     */
    double[] of(List<List<Double>> confidences) {
        double[] thresholds = new double[confidences.size()];
        if (!isCalibrated) {
            Arrays.fill(thresholds, otherwise);
            return thresholds;
        }
        List<Double> all = new ArrayList<>();
        confidences.forEach(all::addAll);
        double ofAll = quantile(all);
        for (int k = 0; k < thresholds.length; k++) {
            thresholds[k] = confidences.get(k).size() < ENOUGH ? ofAll : quantile(confidences.get(k));
        }
        return thresholds;
    }

    /** The confidence under which the share to be refused lies. */
    private double quantile(List<Double> confidences) {
        double[] sorted =
                confidences.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? otherwise : sorted[(int) (refuse * (sorted.length - 1))];
    }
}
