package io.tutti.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.resource.DisallowSchemaLoader;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server describes it.
 *
 * @param name the server's name for it
 * @param definition all that models and people are told of it, as JSON with sorted keys
 * @param problem why it cannot be called whatever anybody approves; null when it can
 */
record McpTool(String name, String definition, @Nullable String problem) {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    /** OpenAI allows 64 in the name of a function, which has the server's, of 20 at most, and two more before it. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,42}");

    /** What of a tool models and people are told. */
    private static final List<String> DEFINING =
            List.of("name", "title", "description", "inputSchema", "outputSchema", "annotations");

    private static final int LARGEST = 32_768;
    private static final int DEEPEST = 20;

    /** Controls, marks that turn the direction of text, and other characters that are not shown. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}&&[^\n\t]]");

    /** All that a server lists, each once: of names that differ in case alone none can be called. */
    static Map<String, McpTool> of(List<Tool> listed) {
        Map<String, Long> spelled = new HashMap<>();
        listed.forEach(tool -> spelled.merge(tool.name().toLowerCase(Locale.ROOT), 1L, Long::sum));
        Map<String, McpTool> tools = new HashMap<>();
        for (Tool tool : listed) {
            boolean isShadowed = spelled.getOrDefault(tool.name().toLowerCase(Locale.ROOT), 0L) > 1;
            tools.put(tool.name(), of(tool, isShadowed ? "The server lists several tools of this name." : null));
        }
        return tools;
    }

    private static McpTool of(Tool tool, @Nullable String shadow) {
        JsonNode said = JSON.valueToTree(tool);
        ObjectNode definition = JSON.createObjectNode();
        DEFINING.forEach(field -> definition.set(field, said.path(field)));
        definition
                .properties()
                .removeIf(field ->
                        field.getValue().isMissingNode() || field.getValue().isNull());
        String text = sorted(definition);
        return new McpTool(tool.name(), text, shadow == null ? problem(tool.name(), definition, text) : shadow);
    }

    private static @Nullable String problem(String name, JsonNode definition, String text) {
        if (!NAME.matcher(name).matches()) {
            return "Its name is not of 1 to 42 letters, digits, _ and -; models could not call it.";
        }
        if (text.length() > LARGEST) {
            return "Its definition has " + text.length() + " characters; " + LARGEST + " are the most.";
        }
        if (depth(definition) > DEEPEST) {
            return "Its definition is nested deeper than " + DEEPEST + ".";
        }
        if (hidesText(definition)) {
            return "Its definition has characters that nobody sees.";
        }
        return schemaOf(definition).isEmpty()
                ? "Its inputSchema is no JSON Schema of the type object that needs nothing from elsewhere."
                : null;
    }

    private static boolean hidesText(JsonNode node) {
        if (node.isTextual()) {
            return UNSEEN.matcher(node.textValue()).find();
        }
        return node.properties().stream()
                        .anyMatch(each -> UNSEEN.matcher(each.getKey()).find() || hidesText(each.getValue()))
                || node.isArray() && node.valueStream().anyMatch(McpTool::hidesText);
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return deepest + 1;
    }

    /** What its arguments have to fit; empty when that cannot be told without asking elsewhere. */
    static Optional<JsonSchema> schemaOf(JsonNode definition) {
        JsonNode text = definition.path("inputSchema");
        if (!"object".equals(text.path("type").asText())) {
            return Optional.empty();
        }
        try {
            JsonSchema schema = JsonSchemaFactory.getInstance(
                            VersionFlag.V202012,
                            factory ->
                                    factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
                    .getSchema(text, SafePatterns.config());
            schema.initializeValidators();
            return Optional.of(schema);
        } catch (JsonSchemaException e) {
            return Optional.empty();
        }
    }

    static JsonNode read(String definition) {
        try {
            return JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept definition of an MCP tool is no JSON", e);
        }
    }

    private static String sorted(JsonNode definition) {
        try {
            return JSON.writeValueAsString(JSON.treeToValue(definition, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was JSON is none", e);
        }
    }

    /** SHA-256 of the definition, in 64 hexadecimal digits: what a person approves. */
    String digest() {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has SHA-256", e);
        }
    }
}
