package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.tutti.home.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/**
 * The schema of Camel's YAML DSL, from the jar of the version that runs. The first use takes some three seconds of one
 * core, so the start leaves it out: there Camel itself refuses what is no route. Safe for use by many threads.
 */
final class CamelSchema {

    /** Of the messages about one place, these say most. */
    private static final List<String> TELLING = List.of("additionalProperties", "enum", "required", "type");

    private final JsonSchema schema;

    CamelSchema() {
        try (var text = CamelSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            // Camel marks old options with a word that is no keyword of this version of JSON Schema.
            JsonMetaSchema words = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                    .keyword(new NonValidationKeyword("deprecated"))
                    .build();
            schema = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V4))
                    .metaSchema(words)
                    .build()
                    .getSchema(
                            new ObjectMapper().readTree(text),
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException("The schema in camel-yaml-dsl.jar cannot be read", e);
        }
    }

    /** Adds the most telling finding about a route file. */
    void checkRoutes(YamlFile file, Findings findings) {
        check(file, file.content(), "", "", findings);
    }

    /** Adds the most telling finding about the template of a Kamelet. */
    void checkKamelet(YamlFile file, Findings findings) {
        var alone = JsonNodeFactory.instance.objectNode();
        alone.set("from", file.content().at("/spec/template/from"));
        check(file, JsonNodeFactory.instance.arrayNode().add(alone), "/0", "/spec/template", findings);
    }

    /** A choice of forms fails as a whole with many messages: the deepest place is where the writer went wrong. */
    private void check(YamlFile file, JsonNode content, String cut, String put, Findings findings) {
        schema.validate(content).stream()
                .max(Comparator.comparingInt((ValidationMessage found) ->
                                found.getInstanceLocation().getNameCount())
                        .thenComparing(found -> -place(found)))
                .ifPresent(found -> {
                    String at = put
                            + found.getInstanceLocation().toString().substring(cut.length())
                            + (found.getProperty() == null ? "" : "/" + found.getProperty());
                    findings.stop(file, at, message(found));
                });
    }

    private static int place(ValidationMessage found) {
        int place = TELLING.indexOf(found.getType());
        return place < 0 ? TELLING.size() : place;
    }

    private static String message(ValidationMessage found) {
        int depth = found.getInstanceLocation().getNameCount();
        String last = depth == 0 ? "the file" : found.getInstanceLocation().getName(depth - 1);
        return "is no Camel YAML at '" + last + "': " + found.getError() + ".";
    }
}
