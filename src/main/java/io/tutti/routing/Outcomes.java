package io.tutti.routing;

import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Which models answered which prompts well, and what that says of a new prompt: the nearest graded prompts vote, each the
 * more the nearer it is, against a model's record as a whole. Immutable.
 *
 * <p>Source: nearest neighbours hold their own among learned routers, Hu et al., "RouterBench", 2024.
 */
public final class Outcomes {

    private static final int NEIGHBOURS = 20;
    /** How much a neighbour's vote falls with its distance. */
    private static final double SHARPNESS = 12;
    /** As many near votes the record as a whole weighs. */
    private static final double PRIOR = 0.5;

    private static final Set<String> GOOD = Set.of("1", "true", "yes", "good");
    private static final Set<String> BAD = Set.of("0", "false", "no", "bad");

    private final Map<String, List<Vote>> votes;
    private final Map<String, Double> records;

    private Outcomes(Map<String, List<Vote>> votes) {
        this.votes = votes;
        this.records = new LinkedHashMap<>();
        votes.forEach((model, all) -> records.put(
                model, all.stream().mapToDouble(Vote::good).average().orElse(0)));
    }

    /**
     * One graded answer.
     *
     * @param prompt what was asked
     * @param model who answered
     * @param isGood whether the answer was good
     */
    record Row(String prompt, String model, boolean isGood) {}

    private record Vote(float[] vector, double good) {}

    private record Near(double likeness, double good) {}

    /**
     * Reads a CSV file with the columns prompt, model and good (1 or 0).
     *
     * @throws WrongSetting when it is none
     */
    static List<Row> read(Path file) {
        List<Row> rows = new ArrayList<>();
        try (var parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            for (CSVRecord row : parser) {
                boolean isHeading = row.getRecordNumber() == 1
                        && row.get(0).strip().toLowerCase(Locale.ROOT).equals("prompt");
                if (!isHeading) {
                    rows.add(row(file, row, (int) parser.getCurrentLineNumber()));
                }
            }
        } catch (IOException e) {
            throw new WrongSetting(file, 0, "a CSV file with the columns prompt,model,good was expected: " + e);
        }
        if (rows.isEmpty()) {
            throw new WrongSetting(file, 0, "has no rows; expected the columns prompt,model,good.");
        }
        return rows;
    }

    private static Row row(Path file, CSVRecord row, int line) {
        String good = row.size() < 3 ? "" : row.get(2).strip().toLowerCase(Locale.ROOT);
        if (!GOOD.contains(good) && !BAD.contains(good)) {
            throw new WrongSetting(file, line, "expected three columns: prompt,model,good, the last one 1 or 0.");
        }
        return new Row(row.get(0), row.get(1).strip(), GOOD.contains(good));
    }

    /** @param embed gives the vectors of texts in their order */
    static Outcomes learn(List<Row> rows, Function<List<String>, float[][]> embed) {
        List<String> prompts = rows.stream().map(Row::prompt).distinct().toList();
        float[][] vectors = embed.apply(prompts);
        Map<String, float[]> byPrompt = new LinkedHashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            byPrompt.put(prompts.get(i), vectors[i]);
        }
        Map<String, List<Vote>> votes = new LinkedHashMap<>();
        rows.forEach(row -> votes.computeIfAbsent(row.model(), model -> new ArrayList<>())
                .add(new Vote(Objects.requireNonNull(byPrompt.get(row.prompt())), row.isGood() ? 1 : 0)));
        return new Outcomes(votes);
    }

    /** Whether there are outcomes of {@code model}. */
    public boolean knows(String model) {
        return votes.containsKey(model);
    }

    /** The models, in the order in which the file first names them. */
    Set<String> models() {
        return votes.keySet();
    }

    /**
     * How likely a model's answer is good, 0 to 1.
     *
     * @param vector of the prompt
     * @param model one that is {@linkplain #knows known}
     */
    public double chance(float[] vector, String model) {
        List<Near> nearest = votes.getOrDefault(model, List.of()).stream()
                .map(vote -> new Near(Embedder.similarity(vector, vote.vector), vote.good))
                .sorted(Comparator.comparingDouble(near -> -near.likeness))
                .limit(NEIGHBOURS)
                .toList();
        double weights = PRIOR;
        double good = PRIOR * records.getOrDefault(model, 0.0);
        double closest = nearest.isEmpty() ? 0 : nearest.getFirst().likeness;
        for (Near near : nearest) {
            double weight = Math.max(0, closest) * Math.exp(SHARPNESS * (near.likeness - closest));
            weights += weight;
            good += weight * near.good;
        }
        return good / weights;
    }
}
