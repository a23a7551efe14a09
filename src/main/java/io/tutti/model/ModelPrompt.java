package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model can be asked, out of what routes and JSON know. */
public final class ModelPrompt {

    private ModelPrompt() {}

    /**
     * The messages that the body of {@code direct:call-model} stands for.
     *
     * @throws io.tutti.failure.Refused when it says nothing
     */
    public static List<ChatMessage> messages(@Nullable Object body) {
        return ModelRequest.of(body).chat().messages();
    }

    /**
     * A tool as models are told of it; the schemas of its properties are passed on as they are.
     *
     * @param parameters a JSON Schema of the type object
     */
    public static ToolSpecification tool(String name, @Nullable String description, JsonNode parameters) {
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(object(parameters))
                .build();
    }

    private static JsonObjectSchema object(JsonNode schema) {
        JsonObjectSchema.Builder object = JsonObjectSchema.builder().addProperties(raw(schema.path("properties")));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        object.required(required);
        if (schema.path("additionalProperties").isBoolean()) {
            object.additionalProperties(schema.path("additionalProperties").booleanValue());
        }
        Map<String, JsonSchemaElement> definitions = raw(schema.path("$defs"));
        return (definitions.isEmpty() ? object : object.definitions(definitions)).build();
    }

    private static Map<String, JsonSchemaElement> raw(JsonNode schemas) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            elements.put(schema.getKey(), JsonRawSchema.from(schema.getValue().toString()));
        }
        return elements;
    }
}
