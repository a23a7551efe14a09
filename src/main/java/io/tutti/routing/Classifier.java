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

    private Classifier(IntentsFile file, Scorer scorer, Confidence confidence) {
        this.file = file;
        this.scorer = scorer;
        this.confidence = confidence;
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
        return new Classifier(file, Scorer.train(examples), confidence(examples));
    }

    /** @param vector of a text without its identifiers */
    Match classify(float[] vector) {
        Scorer.Reading reading = scorer.read(vector);
        var nearest = file.intents().get(reading.best());
        double sure = confidence.of(reading);
        return sure >= file.threshold()
                ? new Match(nearest.name(), nearest.to(), sure, nearest.name())
                : new Match(Match.NONE, Match.NONE, sure, nearest.name());
    }

    /** Each example is read by a scorer that has not seen it, as a message will be. */
    private static Confidence confidence(Examples examples) {
        int[] folds = folds(examples.vectors().length);
        boolean many = folds.length > FEW_EXAMPLES;
        int measured = many ? 1 : FOLDS;
        List<Scorer.Reading> readings = new ArrayList<>();
        List<Boolean> inScope = new ArrayList<>();
        for (int fold = 0; fold < measured; fold++) {
            int out = fold;
            var rest = examples.only(IntStream.range(0, folds.length)
                    .filter(i -> folds[i] != out)
                    .toArray());
            if (!rest.hasAllClasses()) {
                continue;
            }
            var scorer = many ? Scorer.train(rest, FEW_PASSES) : Scorer.train(rest);
            IntStream.range(0, folds.length).filter(i -> folds[i] == out).forEach(i -> {
                readings.add(scorer.read(examples.vectors()[i]));
                inScope.add(examples.labels()[i] != examples.none());
            });
        }
        return Confidence.fit(readings, inScope);
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
