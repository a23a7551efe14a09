package io.tutti.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The input schemas of flows: a JSON Schema (2020-12) in {@code <flow>.schema.json} beside the flow's route. A flow
 * without one takes any input. Thread-safe.
 */
@Component
public final class InputSchemas {

    private static final int MOST_SHOWN = 3;

    private final Home home;
    private final Map<String, Optional<JsonSchema>> byFlow = new ConcurrentHashMap<>();

    InputSchemas(Home home) {
        this.home = home;
    }

    /**
     * Makes sure that {@code input} fits.
     *
     * @throws Refused when it does not
     */
    void check(String flow, JsonNode input) {
        byFlow.computeIfAbsent(flow, this::load).ifPresent(schema -> {
            var problems = schema.validate(input);
            if (!problems.isEmpty()) {
                throw new Refused(
                        Reason.UNFIT,
                        "The input does not fit flow '%s': %s. See %s.schema.json beside the flow."
                                .formatted(
                                        flow,
                                        problems.stream()
                                                .limit(MOST_SHOWN)
                                                .map(ValidationMessage::getMessage)
                                                .collect(Collectors.joining("; ")),
                                        flow));
            }
        });
    }

    /** The schema of a flow's input; empty when it takes any. */
    public Optional<JsonNode> of(String flow) {
        return byFlow.computeIfAbsent(flow, this::load).map(JsonSchema::getSchemaNode);
    }

    private Optional<JsonSchema> load(String flow) {
        return home.routes().reversed().stream()
                .flatMap(directory -> find(directory, flow + ".schema.json").stream())
                .findFirst()
                .map(InputSchemas::read);
    }

    private static Optional<Path> find(Path directory, String name) {
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes directory " + directory + " cannot be read.", e);
        }
    }

    private static JsonSchema read(Path file) {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The input schema " + file + " cannot be read.", e);
        }
    }
}
