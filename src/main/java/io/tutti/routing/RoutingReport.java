package io.tutti.routing;

import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How well a file of intents routes labelled messages.
 *
 * @param accuracy the share of in-scope messages that went to their intent; an in-scope message that found none is
 *     counted as wrong. 0 to 1
 * @param noneFitsRecall the share of out-of-scope messages (labelled {@link Match#NONE}) that found none; 1 when there
 *     are none of them
 * @param falseNoneRate the share of in-scope messages that found none
 * @param messages how many messages were routed
 * @param perMessageMs milliseconds for one message on one core, embedding included
 * @param embeddingSeconds seconds to embed the examples, on one core
 * @param trainingSeconds seconds to learn the intents from what was embedded
 * @param confusion how many messages of each label (outer) went to each intent (inner)
 */
public record RoutingReport(
        double accuracy,
        double noneFitsRecall,
        double falseNoneRate,
        int messages,
        double perMessageMs,
        double embeddingSeconds,
        double trainingSeconds,
        Map<String, Map<String, Integer>> confusion) {

    /**
     * Learns the intents and routes the messages, on the caller's thread. Needs no running hub.
     *
     * @param intents an intents file, or a CSV file with the columns text and category (then there is no threshold)
     * @param messages a CSV file with the columns text and category
     * @throws WrongSetting when a file is not what was expected
     */
    public static RoutingReport evaluate(Path intents, Path messages) {
        var file = IntentsReader.read(intents);
        List<LabelledText> rows = LabelledText.read(messages);
        var embedder = new Embedder();
        embedder.embed("load the model");
        long start = System.nanoTime();
        var embedded = new AtomicLong();
        var classifier = Classifier.train(file, texts -> {
            float[][] vectors = embedder.embedAll(texts).toArray(float[][]::new);
            embedded.set(System.nanoTime());
            return vectors;
        });
        long trained = System.nanoTime();
        Map<String, Map<String, Integer>> confusion = new TreeMap<>();
        for (LabelledText row : rows) {
            String text = file.withoutIdentifiers(row.text());
            String found = classifier.classify(embedder.embed(text)).intent();
            confusion.computeIfAbsent(row.label(), label -> new TreeMap<>()).merge(found, 1, Integer::sum);
        }
        double perMessage = (System.nanoTime() - trained) / 1e6 / rows.size();
        return of(confusion, rows.size(), perMessage, (embedded.get() - start) / 1e9, (trained - embedded.get()) / 1e9);
    }

    private static RoutingReport of(
            Map<String, Map<String, Integer>> confusion,
            int messages,
            double perMessageMs,
            double embeddingSeconds,
            double trainingSeconds) {
        int outOfScope = total(confusion.getOrDefault(Match.NONE, Map.of()));
        int refused = confusion.getOrDefault(Match.NONE, Map.of()).getOrDefault(Match.NONE, 0);
        int inScope = messages - outOfScope;
        int right = 0;
        int falseNone = 0;
        for (var row : confusion.entrySet()) {
            if (!row.getKey().equals(Match.NONE)) {
                right += row.getValue().getOrDefault(row.getKey(), 0);
                falseNone += row.getValue().getOrDefault(Match.NONE, 0);
            }
        }
        return new RoutingReport(
                share(right, inScope),
                share(refused, outOfScope),
                inScope == 0 ? 0 : share(falseNone, inScope),
                messages,
                perMessageMs,
                embeddingSeconds,
                trainingSeconds,
                confusion);
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
