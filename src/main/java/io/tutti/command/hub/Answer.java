package io.tutti.command.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * What the hub said.
 *
 * @param text the JSON as it was sent
 * @param json the same, read; missing when it is no JSON
 */
public record Answer(String text, JsonNode json) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads {@code text}. */
    public static Answer of(String text) {
        try {
            return new Answer(text, JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return new Answer(text, MissingNode.getInstance());
        }
    }

    /** The entries of a list: the array itself, or the first array among an object's fields. */
    public List<JsonNode> entries() {
        JsonNode array = json;
        if (json.isObject()) {
            array = json.valueStream().filter(JsonNode::isArray).findFirst().orElse(json);
        }
        return array.valueStream().toList();
    }
}
