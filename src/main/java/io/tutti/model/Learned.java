package io.tutti.model;

import io.tutti.routing.Outcomes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Orders models by how likely their answers are good. Safe for use by many threads. */
final class Learned {

    private final Function<String, Optional<Outcomes>> outcomes;
    private final Function<String, float[]> embed;

    /**
     * @param outcomes what was learned from the file of a name; empty as long as nothing was
     * @param embed the vector of a text
     */
    Learned(Function<String, Optional<Outcomes>> outcomes, Function<String, float[]> embed) {
        this.outcomes = outcomes;
        this.embed = embed;
    }

    /**
     * Puts those first that are likely to be good enough, in the order in which they come; then the others, the likelier
     * first; then those of which nothing is known.
     *
     * @param ways the cheapest first
     */
    void sort(List<Endpoint> ways, PoolEntry.Learning learning, String prompt) {
        Optional<Outcomes> known = outcomes.apply(learning.outcomes());
        if (known.isEmpty()) {
            return;
        }
        float[] vector = embed.apply(prompt);
        Map<Endpoint, Double> chances = new HashMap<>();
        for (Endpoint way : ways) {
            String model = way.entry().name();
            chances.put(way, known.get().knows(model) ? known.get().chance(vector, model) : -1);
        }
        ways.sort(Comparator.comparingDouble(way -> rank(chances.getOrDefault(way, -1.0), learning.quality())));
    }

    /** Equal for all that are good enough, so that the cheapest of them stays first. */
    private static double rank(double chance, double quality) {
        return chance < 0 ? 3 : chance >= quality ? 0 : 2 - chance;
    }
}
