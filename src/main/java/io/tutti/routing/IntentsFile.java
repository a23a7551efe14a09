package io.tutti.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A set of intents as its file has them.
 *
 * @param intents in the order of the file, at least one besides {@link Match#NONE}
 * @param threshold the confidence below which nothing fits, 0 to 1
 * @param identifiers patterns of the identifiers that a message may carry, by name; case does not matter to them
 */
record IntentsFile(List<Intent> intents, double threshold, Map<String, Pattern> identifiers) {

    private static final double DEFAULT_THRESHOLD = 0.5;

    /**
     * @param name the intent, or {@link Match#NONE}
     * @param to where it is sent; the intent's name unless the file says otherwise
     * @param examples at least one
     */
    record Intent(String name, String to, List<String> examples) {}

    /** The place of {@link Match#NONE} in {@link #intents}, or -1. */
    int none() {
        return intents.stream().map(Intent::name).toList().indexOf(Match.NONE);
    }

    /** The text with the name of each identifier in its place: which order it is does not change what is asked. */
    String withoutIdentifiers(String text) {
        String without = text;
        for (var identifier : identifiers.entrySet()) {
            without = identifier.getValue().matcher(without).replaceAll(Matcher.quoteReplacement(identifier.getKey()));
        }
        return without;
    }

    /**
     * Reads a YAML file, or a CSV file with the columns text and category.
     *
     * @throws WrongSetting when it is neither
     */
    static IntentsFile read(Path file) {
        if (file.toString().endsWith(".csv")) {
            return ofExamples(LabelledText.read(file));
        }
        try {
            return of(file, new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new WrongSetting(file, 0, "an intents file was expected: " + e.getMessage());
        }
    }

    /** @param file only for the message of the {@link WrongSetting} that it throws */
    static IntentsFile of(Path file, JsonNode content) {
        List<Intent> intents = new ArrayList<>();
        content.path("intents").properties().forEach(entry -> intents.add(intent(file, entry)));
        if (intents.stream().allMatch(intent -> intent.name.equals(Match.NONE))) {
            throw new WrongSetting(file, 0, "'intents' needs at least one intent besides '" + Match.NONE + "'");
        }
        double threshold = content.path("threshold").asDouble(DEFAULT_THRESHOLD);
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new WrongSetting(file, 0, "'threshold' is " + threshold + ", expected 0 to 1");
        }
        return new IntentsFile(List.copyOf(intents), threshold, identifiers(file, content.path("identifiers")));
    }

    private static IntentsFile ofExamples(List<LabelledText> rows) {
        Map<String, List<String>> byLabel = new LinkedHashMap<>();
        rows.forEach(row ->
                byLabel.computeIfAbsent(row.label(), label -> new ArrayList<>()).add(row.text()));
        List<Intent> intents = new ArrayList<>();
        byLabel.forEach((label, examples) -> intents.add(new Intent(label, label, examples)));
        return new IntentsFile(intents, 0, Map.of());
    }

    private static Intent intent(Path file, Map.Entry<String, JsonNode> entry) {
        List<String> examples = new ArrayList<>();
        for (JsonNode example : entry.getValue().path("examples")) {
            if (!example.asText().isBlank()) {
                examples.add(example.asText());
            }
        }
        if (examples.isEmpty()) {
            throw new WrongSetting(file, 0, "intent '" + entry.getKey() + "' has no examples");
        }
        return new Intent(entry.getKey(), entry.getValue().path("to").asText(entry.getKey()), examples);
    }

    private static Map<String, Pattern> identifiers(Path file, JsonNode content) {
        Map<String, Pattern> identifiers = new LinkedHashMap<>();
        content.properties().forEach(entry -> {
            try {
                identifiers.put(
                        entry.getKey(),
                        Pattern.compile(entry.getValue().asText(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
            } catch (PatternSyntaxException e) {
                throw new WrongSetting(
                        file, 0, "identifier '" + entry.getKey() + "' is no regular expression: " + e.getDescription());
            }
        });
        return identifiers;
    }
}
