package io.tutti.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * How well models are chosen by what was learned of them.
 *
 * @param prompts how many were routed
 * @param choices what came of each way to choose: each model for all, the best for each prompt afterwards ({@code
 *     hindsight}), and {@code learned} at several qualities
 */
public record OutcomesReport(int prompts, List<Choice> choices) {

    private static final int FOLDS = 5;
    private static final List<Double> QUALITIES = List.of(0.5, 0.6, 0.7, 0.8, 0.9);

    /**
     * One way to choose.
     *
     * @param name of it
     * @param good the share of good answers, 0 to 1
     * @param shares how many of the prompts went to each model, 0 to 1
     */
    public record Choice(String name, double good, Map<String, Double> shares) {}

    private record Routed(Map<String, Boolean> grades, Map<String, Double> chances) {}

    /** Learns from four fifths of the prompts what to do with the last one, five times over. */
    public static OutcomesReport crossValidated(Path outcomes, Path cache) {
        List<Outcomes.Row> rows = Outcomes.read(outcomes);
        Embedder embedder = new Embedder();
        VectorFile vectors = new VectorFile(cache, embedder);
        List<String> prompts =
                rows.stream().map(Outcomes.Row::prompt).distinct().toList();
        float[][] embedded = vectors.embed(prompts);
        Map<String, float[]> byPrompt = new HashMap<>();
        for (int i = 0; i < embedded.length; i++) {
            byPrompt.put(prompts.get(i), embedded[i]);
        }
        Map<String, Integer> numbers = new HashMap<>();
        prompts.forEach(prompt -> numbers.put(prompt, numbers.size()));
        List<Routed> routed = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            List<Outcomes.Row> rest = rows.stream()
                    .filter(row -> numbers.getOrDefault(row.prompt(), 0) % FOLDS != out)
                    .toList();
            List<Outcomes.Row> held = rows.stream()
                    .filter(row -> numbers.getOrDefault(row.prompt(), 0) % FOLDS == out)
                    .toList();
            if (!rest.isEmpty()) {
                Outcomes learned = Outcomes.learn(
                        rest, texts -> texts.stream().map(byPrompt::get).toArray(float[][]::new));
                routed.addAll(route(learned, held, byPrompt));
            }
        }
        return of(routed);
    }

    /** Learns from one file and routes the prompts of another. */
    public static OutcomesReport evaluate(Path outcomes, Path data) {
        Embedder embedder = new Embedder();
        Outcomes learned = Outcomes.learn(
                Outcomes.read(outcomes), texts -> embedder.embedAll(texts).toArray(float[][]::new));
        List<Outcomes.Row> rows = Outcomes.read(data);
        Map<String, float[]> byPrompt = new HashMap<>();
        rows.forEach(row -> byPrompt.computeIfAbsent(row.prompt(), embedder::embed));
        return of(route(learned, rows, byPrompt));
    }

    private static List<Routed> route(Outcomes learned, List<Outcomes.Row> held, Map<String, float[]> vectors) {
        Map<String, Map<String, Boolean>> grades = new LinkedHashMap<>();
        held.stream()
                .filter(row -> learned.knows(row.model()))
                .forEach(row -> grades.computeIfAbsent(row.prompt(), prompt -> new LinkedHashMap<>())
                        .put(row.model(), row.isGood()));
        List<Routed> routed = new ArrayList<>();
        grades.forEach((prompt, ofPrompt) -> {
            Map<String, Double> chances = new LinkedHashMap<>();
            learned.models().stream()
                    .filter(ofPrompt::containsKey)
                    .forEach(model ->
                            chances.put(model, learned.chance(Objects.requireNonNull(vectors.get(prompt)), model)));
            routed.add(new Routed(ofPrompt, chances));
        });
        return routed;
    }

    private static OutcomesReport of(List<Routed> routed) {
        List<Choice> choices = new ArrayList<>();
        routed.stream()
                .flatMap(one -> one.chances.keySet().stream())
                .distinct()
                .forEach(model -> choices.add(choice(
                        "always " + model,
                        routed.stream()
                                .filter(one -> one.grades.containsKey(model))
                                .toList(),
                        (one, quality) -> model,
                        0)));
        QUALITIES.forEach(
                quality -> choices.add(choice("learned, quality " + quality, routed, OutcomesReport::chosen, quality)));
        choices.add(choice("hindsight", routed, (one, quality) -> best(one), 0));
        return new OutcomesReport(routed.size(), choices);
    }

    /** The first model, which is the cheapest, whose chance is enough; else the likeliest. */
    private static String chosen(Routed one, double quality) {
        return one.chances.entrySet().stream()
                .filter(chance -> chance.getValue() >= quality)
                .findFirst()
                .or(() -> one.chances.entrySet().stream().max(Map.Entry.comparingByValue()))
                .orElseThrow()
                .getKey();
    }

    private static String best(Routed one) {
        return one.grades.entrySet().stream()
                .filter(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> one.grades.entrySet().iterator().next())
                .getKey();
    }

    private static Choice choice(
            String name, List<Routed> routed, BiFunction<Routed, Double, String> by, double quality) {
        Map<String, Double> shares = new LinkedHashMap<>();
        double good = 0;
        for (Routed one : routed) {
            String model = by.apply(one, quality);
            shares.merge(model, 1.0 / routed.size(), Double::sum);
            good += one.grades.getOrDefault(model, false) ? 1.0 / routed.size() : 0;
        }
        return new Choice(name, good, shares);
    }
}
