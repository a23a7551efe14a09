package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * What a step leaves behind on an exchange, as JSON: the body, the exchange variables, and the headers that are texts,
 * numbers or booleans. Camel's and JMS' own headers are not kept.
 *
 * @param body the body; JSON null for none
 * @param variables by name
 * @param headers by name
 */
record Snapshot(JsonNode body, Map<String, JsonNode> variables, Map<String, JsonNode> headers) {

    private static final String VARIABLES = "variables";
    private static final String HEADERS = "headers";

    private static final String BYTES = "$bytes";

    static final Snapshot EMPTY = new Snapshot(NullNode.instance, Map.of(), Map.of());

    static Snapshot of(Exchange exchange, String step, ObjectMapper json) {
        return new Snapshot(body(exchange, step, json), variables(exchange, step, json), headers(exchange, json));
    }

    /** What changed since {@code before}: the new values, with null for what is gone. */
    ObjectNode changesSince(Snapshot before, ObjectMapper json) {
        var changes = json.createObjectNode();
        putChanges(changes, VARIABLES, before.variables, variables);
        putChanges(changes, HEADERS, before.headers, headers);
        return changes;
    }

    /** Puts a recorded body and recorded changes onto {@code exchange}. */
    static void restore(Exchange exchange, @Nullable JsonNode body, @Nullable JsonNode changes, ObjectMapper json) {
        exchange.getMessage().setBody(body != null && body.has(BYTES) ? bytes(body) : plain(body, json));
        if (changes == null) {
            return;
        }
        changes.path(VARIABLES).properties().forEach(change -> {
            if (change.getValue().isNull()) {
                exchange.removeVariable(change.getKey());
                return;
            }
            exchange.setVariable(change.getKey(), plain(change.getValue(), json));
        });
        changes.path(HEADERS).properties().forEach(change -> {
            if (change.getValue().isNull()) {
                exchange.getMessage().removeHeader(change.getKey());
                return;
            }
            exchange.getMessage().setHeader(change.getKey(), plain(change.getValue(), json));
        });
    }

    /** Java's plain form of JSON: text, number, boolean, list, map. */
    static @Nullable Object plain(@Nullable JsonNode value, ObjectMapper json) {
        return value == null || value.isNull() ? null : json.convertValue(value, Object.class);
    }

    private static byte[] bytes(JsonNode body) {
        return Base64.getDecoder().decode(body.get(BYTES).asText());
    }

    private static void putChanges(
            ObjectNode changes, String name, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        var changed = changes.objectNode();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changed.set(key, value);
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(changed::putNull);
        if (!changed.isEmpty()) {
            changes.set(name, changed);
        }
    }

    private static JsonNode body(Exchange exchange, String step, ObjectMapper json) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof StreamCache || body instanceof InputStream) {
            return json.valueToTree(exchange.getMessage().getBody(String.class));
        }
        if (body instanceof byte[] bytes) {
            return json.createObjectNode().put(BYTES, bytes);
        }
        return tree(body, "body", step, json);
    }

    private static Map<String, JsonNode> variables(Exchange exchange, String step, ObjectMapper json) {
        Map<String, JsonNode> kept = new HashMap<>();
        exchange.getVariables().forEach((name, value) -> {
            if (value != null) {
                kept.put(name, tree(value, "variable " + name, step, json));
            }
        });
        return kept;
    }

    private static Map<String, JsonNode> headers(Exchange exchange, ObjectMapper json) {
        Map<String, JsonNode> kept = new HashMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ours = !lower.startsWith("camel") && !lower.startsWith("jms");
            if (ours && (value instanceof String || value instanceof Number || value instanceof Boolean)) {
                kept.put(name, json.valueToTree(value));
            }
        });
        return kept;
    }

    private static JsonNode tree(@Nullable Object value, String what, String step, ObjectMapper json) {
        try {
            return json.valueToTree(value);
        } catch (IllegalArgumentException e) {
            String type = value == null ? "null" : value.getClass().getName();
            throw new Refused(
                    Reason.UNFIT,
                    "Step '%s' ended with a %s of type %s, which cannot be kept in the journal; convert it to text, a map or a list inside the step."
                            .formatted(step, what, type));
        }
    }
}
