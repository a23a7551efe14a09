package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.tutti.model.ModelPrompt;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request, and whether they have to be called.
 *
 * @param specifications what may be called
 * @param choice null when the model decides
 */
record Tools(
        List<ToolSpecification> specifications, @Nullable ToolChoice choice) {

    private static final int MOST = 128;
    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";
    private static final Set<String> FUNCTION = Set.of("name", "description", "parameters", "strict");

    /** How a request wraps a function: chat completions put it under {@code function}, responses do not. */
    enum Form {
        WRAPPED,
        FLAT
    }

    static Tools read(Field tools, Field choice, Form form) {
        List<Field> items = tools.items();
        if (items.size() > MOST) {
            throw tools.bad("has " + items.size() + " tools; at most " + MOST + " are possible.");
        }
        List<ToolSpecification> all =
                items.stream().map(tool -> specification(tool, form)).toList();
        if (!choice.isPresent()) {
            return new Tools(all, null);
        }
        if (choice.isText()) {
            return switch (choice.oneOf(Set.of("auto", "none", "required"))) {
                case "none" -> new Tools(List.of(), null);
                case "required" -> new Tools(required(all, choice), ToolChoice.REQUIRED);
                default -> new Tools(all, all.isEmpty() ? null : ToolChoice.AUTO);
            };
        }
        choice.at("type").oneOf(Set.of("function"));
        Field name = form == Form.WRAPPED ? choice.at("function").at("name") : choice.at("name");
        List<ToolSpecification> named =
                all.stream().filter(tool -> tool.name().equals(name.text())).toList();
        return new Tools(required(named, name), ToolChoice.REQUIRED);
    }

    private static List<ToolSpecification> required(List<ToolSpecification> tools, Field choice) {
        if (tools.isEmpty()) {
            throw choice.bad("asks for the call of a tool that is not among the tools.");
        }
        return tools;
    }

    private static ToolSpecification specification(Field tool, Form form) {
        tool.at("type").oneOf(Set.of("function"));
        Field function = form == Form.WRAPPED ? tool.at("function").only(FUNCTION) : tool;
        Field name = function.at("name");
        if (!name.text().matches(NAME)) {
            throw name.bad("must have 1 to 64 letters, digits, dashes and underscores.");
        }
        return ModelPrompt.tool(
                name.text(), function.at("description").optionalText().orElse(null), object(function.at("parameters")));
    }

    private static JsonNode object(Field schema) {
        if (!schema.isPresent()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!schema.node().isObject()
                || !schema.node().path("type").asText("object").equals("object")) {
            throw schema.bad("must be a JSON schema of the type object.");
        }
        schema.at("required").items().forEach(Field::text);
        return schema.node();
    }

    /**
     * The form in which the answer is wanted; null for plain text.
     *
     * @param format with a type, and where the schema is: under {@code json_schema}, or in the format itself
     */
    static @Nullable ResponseFormat format(Field format, Form form) {
        if (!format.isPresent()) {
            return null;
        }
        return switch (format.at("type").oneOf(Set.of("text", "json_object", "json_schema"))) {
            case "json_object" -> ResponseFormat.JSON;
            case "json_schema" -> schema(form == Form.WRAPPED ? format.at("json_schema") : format);
            default -> null;
        };
    }

    private static ResponseFormat schema(Field named) {
        Field schema = named.at("schema");
        if (!schema.node().isObject()) {
            throw schema.bad("must be a JSON schema.");
        }
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(named.at("name").text())
                        .rootElement(JsonRawSchema.from(schema.node().toString()))
                        .build())
                .build();
    }
}
