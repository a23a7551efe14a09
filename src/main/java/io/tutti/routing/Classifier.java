package io.tutti.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Intents learned from their examples: a {@link Scorer} says which is the likeliest, a {@link Confidence} whether it is
 * meant at all. Immutable.
 */
final class Classifier {

    private static final int FOLDS = 5;
    /** With more examples than this, one fold and few passes are enough for the confidence, and learning stays short. */
    private static final int FEW_EXAMPLES = 2_000;

    private static final int FEW_PASSES = 5;

    private final IntentsFile file;
    private final Scorer scorer;
    private final Confidence confidence;
    private final double[] thresholds;

    private Classifier(IntentsFile file, Scorer scorer, Confidence confidence, double[] thresholds) {
        this.file = file;
        this.scorer = scorer;
        this.confidence = confidence;
        this.thresholds = thresholds;
    }

    /** @param embed gives the vectors of texts in their order */
    static Classifier train(IntentsFile file, Function<List<String>, float[][]> embed) {
        List<String> texts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int k = 0; k < file.intents().size(); k++) {
            for (String example : file.intents().get(k).examples()) {
                texts.add(file.withoutIdentifiers(example));
                labels.add(k);
            }
        }
        float[][] vectors = embed.apply(texts);
        var examples = new Examples(
                vectors,
                labels.stream().mapToInt(Integer::intValue).toArray(),
                file.intents().size(),
                file.none());
        List<Held> held = held(examples);
        Confidence confidence = Confidence.fit(
                held.stream().map(Held::reading).toList(),
                held.stream().map(one -> one.label != file.none()).toList());
        return new Classifier(file, Scorer.train(examples), confidence, thresholds(file, held, confidence));
    }

    /** @param vector of a text without its identifiers */
    Match classify(float[] vector) {
        Scorer.Reading reading = scorer.read(vector);
        var nearest = file.intents().get(reading.best());
        double sure = confidence.of(reading);
        double threshold = thresholds[reading.best()];
        return sure >= threshold
                ? new Match(nearest.name(), nearest.to(), sure, threshold, nearest.name())
                : new Match(Match.NONE, Match.NONE, sure, threshold, nearest.name());
    }

    /** An example as a scorer reads it that has not seen it. */
    private record Held(Scorer.Reading reading, int label) {}

    private static double[] thresholds(IntentsFile file, List<Held> held, Confidence confidence) {
        List<List<Double>> confidences = new ArrayList<>();
        file.intents().forEach(intent -> confidences.add(new ArrayList<>()));
        held.stream()
                .filter(one -> one.label != file.none() && one.label == one.reading.best())
                .forEach(one -> confidences.get(one.label).add(confidence.of(one.reading)));
        double[] thresholds = file.thresholds().of(confidences);
        for (int k = 0; k < thresholds.length; k++) {
            Double own = file.intents().get(k).threshold();
            thresholds[k] = own == null ? thresholds[k] : own;
        }
        return thresholds;
    }

    private static List<Held> held(Examples examples) {
        int[] folds = folds(examples.vectors().length);
        boolean many = folds.length > FEW_EXAMPLES;
        int measured = many ? 1 : FOLDS;
        List<Held> held = new ArrayList<>();
        for (int fold = 0; fold < measured; fold++) {
            int out = fold;
            var rest = examples.only(IntStream.range(0, folds.length)
                    .filter(i -> folds[i] != out)
                    .toArray());
            if (!rest.hasAllClasses()) {
                continue;
            }
            var scorer = many ? Scorer.train(rest, FEW_PASSES) : Scorer.train(rest);
            IntStream.range(0, folds.length)
                    .filter(i -> folds[i] == out)
                    .forEach(i -> held.add(new Held(scorer.read(examples.vectors()[i]), examples.labels()[i])));
        }
        return held;
    }

    private static int[] folds(int examples) {
        int[] folds = new int[examples];
        Arrays.setAll(folds, i -> i % FOLDS);
        var random = new SplittableRandom(7);
        for (int i = examples - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = folds[i];
            folds[i] = folds[j];
            folds[j] = swap;
        }
        return folds;
    }
}
