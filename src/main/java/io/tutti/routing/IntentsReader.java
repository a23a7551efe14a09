package io.tutti.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads a file of intents: YAML, which may take examples from a CSV file beside it, or a CSV file alone. */
final class IntentsReader {

    private static final double DEFAULT_THRESHOLD = 0.5;
    private static final double DEFAULT_REFUSE = 0.05;
    private static final String AUTO = "auto";
    private static final String CSV = "[A-Za-z0-9][A-Za-z0-9._-]*\\.csv";

    private final Path file;
    private final List<Path> folders;

    /**
     * @param file for messages
     * @param folders where CSV files are; of two with one name the later counts
     */
    IntentsReader(Path file, List<Path> folders) {
        this.file = file;
        this.folders = folders;
    }

    /**
     * Reads a YAML file, or a CSV file with the columns text and category.
     *
     * @throws WrongSetting when it is neither
     */
    static IntentsFile read(Path file) {
        if (file.toString().endsWith(".csv")) {
            List<IntentsFile.Intent> intents = new ArrayList<>();
            byLabel(file)
                    .forEach((label, examples) -> intents.add(new IntentsFile.Intent(label, label, examples, null)));
            return new IntentsFile(intents, Thresholds.fixed(0), Map.of());
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            return new IntentsReader(file, List.of(folder)).read(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new WrongSetting(file, 0, "an intents file was expected: " + e.getMessage());
        }
    }

    /** @throws WrongSetting about the first value that is impossible */
    IntentsFile read(JsonNode content) {
        Map<String, List<String>> rows = content.hasNonNull("examples-from")
                ? byLabel(csv(content.path("examples-from").asText()))
                : Map.of();
        Set<String> names = new LinkedHashSet<>();
        content.path("intents").fieldNames().forEachRemaining(names::add);
        names.addAll(rows.keySet());
        List<IntentsFile.Intent> intents = names.stream()
                .map(name -> intent(name, content.path("intents").path(name), rows.getOrDefault(name, List.of())))
                .toList();
        if (intents.stream().allMatch(intent -> intent.name().equals(Match.NONE))) {
            throw wrong("'intents' needs at least one intent besides '" + Match.NONE + "'");
        }
        return new IntentsFile(intents, thresholds(content), identifiers(content.path("identifiers")));
    }

    private Thresholds thresholds(JsonNode content) {
        double refuse = content.path("refuse").asDouble(DEFAULT_REFUSE);
        if (!(refuse >= 0 && refuse < 1)) {
            throw wrong("'refuse' is " + refuse + ", expected a share from 0 to below 1");
        }
        if (content.path("threshold").asText().equals(AUTO)) {
            return new Thresholds(DEFAULT_THRESHOLD, true, refuse);
        }
        if (content.hasNonNull("refuse")) {
            throw wrong("'refuse' is for 'threshold: auto'; write that, or leave it out");
        }
        return Thresholds.fixed(fraction("threshold", content.path("threshold"), DEFAULT_THRESHOLD));
    }

    private double fraction(String what, JsonNode value, double otherwise) {
        double found = value.isMissingNode() ? otherwise : value.asDouble(Double.NaN);
        if (!(found >= 0 && found <= 1)) {
            throw wrong("'" + what + "' is " + value.asText() + ", expected 0 to 1");
        }
        return found;
    }

    private IntentsFile.Intent intent(String name, JsonNode content, List<String> rows) {
        List<String> examples = new ArrayList<>(rows);
        StreamSupport.stream(content.path("examples").spliterator(), false)
                .map(JsonNode::asText)
                .filter(example -> !example.isBlank())
                .forEach(examples::add);
        if (examples.isEmpty()) {
            throw wrong("intent '" + name + "' has no examples");
        }
        @Nullable
        Double threshold = content.hasNonNull("threshold")
                ? fraction("threshold' of '" + name, content.path("threshold"), 0)
                : null;
        return new IntentsFile.Intent(name, content.path("to").asText(name), examples, threshold);
    }

    private Path csv(String name) {
        if (!name.matches(CSV)) {
            throw wrong("'examples-from' is '" + name + "', expected the name of a CSV file beside this one");
        }
        return folders.reversed().stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () -> wrong("'examples-from' is '" + name + "', and there is no such file beside this one"));
    }

    private static Map<String, List<String>> byLabel(Path csv) {
        Map<String, List<String>> byLabel = new LinkedHashMap<>();
        LabelledText.read(csv)
                .forEach(row -> byLabel.computeIfAbsent(row.label(), label -> new ArrayList<>())
                        .add(row.text()));
        return byLabel;
    }

    private Map<String, Pattern> identifiers(JsonNode content) {
        Map<String, Pattern> identifiers = new LinkedHashMap<>();
        content.properties().forEach(entry -> {
            try {
                identifiers.put(
                        entry.getKey(),
                        Pattern.compile(entry.getValue().asText(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
            } catch (PatternSyntaxException e) {
                throw wrong("identifier '" + entry.getKey() + "' is no regular expression: " + e.getDescription());
            }
        });
        return identifiers;
    }

    private WrongSetting wrong(String found) {
        return new WrongSetting(file, 0, found);
    }
}
