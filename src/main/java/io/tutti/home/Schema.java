package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a configuration file must look like: a JSON Schema (2020-12). */
final class Schema {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode text;
    private final JsonSchema schema;

    private Schema(JsonNode text) {
        this.text = text;
        this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        text,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    static Schema read(Path file) {
        try {
            return new Schema(MAPPER.readTree(file.toFile()));
        } catch (IOException e) {
            throw new WrongSetting(file, 0, "is no JSON Schema: " + e.getClass().getSimpleName() + ".");
        }
    }

    /** What is wrong with {@code content}, in a stable order; no values are repeated, since one may be a secret. */
    List<Problem> check(JsonNode content) {
        return schema.validate(content).stream()
                .map(this::problem)
                .sorted(Comparator.comparing(Problem::pointer).thenComparing(Problem::message))
                .toList();
    }

    private Problem problem(ValidationMessage found) {
        String at = found.getInstanceLocation().toString();
        String name = at.isEmpty() ? "the file" : at.substring(1).replace('/', '.');
        if ("additionalProperties".equals(found.getType())) {
            String key = found.getProperty();
            return new Problem(
                    at + "/" + key.replace("~", "~0").replace("/", "~1"),
                    "unknown key '" + key + "' in " + name + knownKeys(found) + ".");
        }
        return new Problem(at, name + ": " + found.getError() + ".");
    }

    private String knownKeys(ValidationMessage found) {
        String location = found.getSchemaLocation().getFragment().toString();
        JsonNode known = text.at(location.substring(0, location.lastIndexOf('/')) + "/properties");
        Stream<String> names = StreamSupport.stream(((Iterable<String>) known::fieldNames).spliterator(), false);
        return known.isEmpty() ? "" : "; expected " + String.join(", ", names.toList());
    }

    /** @param pointer the JSON pointer of the value, which may be missing in the file */
    record Problem(String pointer, String message) {}
}
