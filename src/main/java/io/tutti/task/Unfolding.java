package io.tutti.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Folding} wrote. What is stored once is in memory once, however many columns refer to it. */
final class Unfolding {

    private final ObjectMapper json;
    private final UnaryOperator<String> bodies;
    private final Map<String, JsonNode> read = new HashMap<>();
    private final Map<String, JsonNode> referred = new LinkedHashMap<>();

    /** @param bodies the row of each id */
    Unfolding(ObjectMapper json, UnaryOperator<String> bodies) {
        this.json = json;
        this.bodies = bodies;
    }

    /** The content behind a column's value. */
    @Nullable
    JsonNode column(@Nullable String column) {
        if (column == null) {
            return null;
        }
        return column.startsWith(Folding.REFERENCE) ? value(column.substring(1)) : plain(column);
    }

    /** The texts and lists that were read, in their order. */
    Map<String, JsonNode> referred() {
        return referred;
    }

    private JsonNode value(String id) {
        Deque<String> longer = new ArrayDeque<>();
        String at = id;
        while (!read.containsKey(at) && bodies.apply(at).charAt(0) == Folding.LONGER) {
            longer.push(at);
            at = begins(bodies.apply(at));
        }
        JsonNode value = read.containsKey(at) ? read.get(at) : plain(bodies.apply(at));
        read.put(at, value);
        while (!longer.isEmpty()) {
            String body = bodies.apply(longer.peek());
            value = join(value, plain(body.substring(1 + begins(body).length())));
            read.put(longer.pop(), value);
        }
        if (value.isTextual() || value.isArray()) {
            referred.remove(id);
            referred.put(id, value);
        }
        return value;
    }

    /** Ids have neither of the two marks. */
    private static String begins(String body) {
        int end = 1;
        while (body.charAt(end) != Folding.TEXT && body.charAt(end) != Folding.FOLDED) {
            end++;
        }
        return body.substring(1, end);
    }

    private static JsonNode join(JsonNode beginning, JsonNode rest) {
        return beginning.isTextual()
                ? TextNode.valueOf(beginning.textValue() + rest.textValue())
                : JsonNodeFactory.instance
                        .arrayNode(beginning.size() + rest.size())
                        .addAll((ArrayNode) beginning)
                        .addAll((ArrayNode) rest);
    }

    private JsonNode plain(String text) {
        return switch (text.charAt(0)) {
            case Folding.TEXT -> TextNode.valueOf(text.substring(1));
            case Folding.FOLDED -> unfold(tree(text.substring(1)));
            default -> tree(text);
        };
    }

    private JsonNode unfold(JsonNode node) {
        if (Folding.isReference(node)) {
            return value(node.get(Folding.REFERENCE).textValue());
        }
        return switch (node) {
            case ArrayNode list -> {
                ArrayNode items = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(item -> items.add(unfold(item)));
                yield items;
            }
            case ObjectNode object -> object(object);
            default -> node;
        };
    }

    private ObjectNode object(ObjectNode object) {
        JsonNode inner = object.size() == 1 ? object.get(Folding.REFERENCE) : null;
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        (inner == null ? object : inner)
                .properties()
                .forEach(field -> fields.set(field.getKey(), unfold(field.getValue())));
        return fields;
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A journal column holds text that is no JSON; the database was changed by hand.", e);
        }
    }
}
