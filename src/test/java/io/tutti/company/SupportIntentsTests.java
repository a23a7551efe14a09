package io.tutti.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** Holds the shipped intents and the messages that measure them against each other. */
class SupportIntentsTests {

    /** Two messages with more than this share of their words in common count as the same. */
    private static final double SAME = 0.7;

    private final JsonNode intents = read("support").path("intents");

    @Test
    void everyIntentHasEnoughExamples() {
        intents.properties()
                .forEach(intent -> assertThat(intent.getValue().path("examples").size())
                        .as(intent.getKey())
                        .isGreaterThanOrEqualTo(intent.getKey().equals("none") ? 60 : 35));
        read("mood")
                .path("intents")
                .properties()
                .forEach(intent -> assertThat(intent.getValue().path("examples").size())
                        .as(intent.getKey())
                        .isGreaterThanOrEqualTo(40));
    }

    @Test
    void everyMeasuredCategoryIsAnIntent() throws IOException {
        assertThat(heldOut()).hasSizeGreaterThanOrEqualTo(260);
        assertThat(heldOut()).allMatch(row -> intents.has(row.get("category")));
    }

    @Test
    void noMeasuredMessageIsAnExampleInDisguise() throws IOException {
        var examples = examples();
        for (var row : heldOut()) {
            var words = words(row.get("text"));
            assertThat(examples)
                    .as(row.get("text"))
                    .noneMatch(example -> words.size() > 2 && alike(words, words(example)) > SAME);
        }
    }

    @Test
    void wouldCatchAnExampleInDisguise() {
        assertThat(alike(words("Where is my order, please?"), words("where is my order")))
                .isGreaterThan(SAME);
        assertThat(alike(words("Where is my order?"), words("Where is my refund for it?")))
                .isLessThan(SAME);
    }

    private List<String> examples() {
        List<String> examples = new ArrayList<>();
        intents.forEach(intent -> intent.path("examples").forEach(example -> examples.add(example.asText())));
        return examples;
    }

    private static List<CSVRecord> heldOut() throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = Files.newBufferedReader(Path.of("src/test/resources/routing/support-heldout.csv"))) {
            return format.parse(reader).getRecords();
        }
    }

    private static double alike(Set<String> one, Set<String> other) {
        var both = new HashSet<>(one);
        both.retainAll(other);
        var all = new HashSet<>(one);
        all.addAll(other);
        return (double) both.size() / all.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
    }

    private static JsonNode read(String name) {
        try {
            return new YAMLMapper()
                    .readTree(Path.of("config/intents", name + ".yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
