package io.tutti.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code direct:} endpoints that a route starts with and calls. A compensation is none of them: an undo is kept by
 * name and may come when the definition is long gone.
 */
final class DirectCalls {

    private static final String FROM = "from";
    private static final String COMPENSATION = "compensation";
    private static final String PARAMETERS = "parameters";
    private static final Set<String> SHORT_FORMS = Set.of("uri", "to", "wireTap", FROM);
    private static final Set<String> ENRICHERS = Set.of("enrich", "pollEnrich");
    private static final Set<String> ENRICHED = Set.of("constant", "expression");
    private static final Pattern DIRECT = Pattern.compile("(direct:(?://)?)([^?]+)(\\?.*)?", Pattern.DOTALL);

    private DirectCalls() {}

    /** The names that the route starts with. */
    static List<String> startOf(JsonNode route) {
        ObjectNode start = JsonNodeFactory.instance.objectNode();
        start.set(FROM, route.path(FROM).deepCopy());
        if (start.path(FROM) instanceof ObjectNode from) {
            from.remove("steps");
        }
        return in(start);
    }

    /** All their names. */
    static List<String> in(JsonNode route) {
        List<String> names = new ArrayList<>();
        rename(route.deepCopy(), name -> {
            names.add(name);
            return name;
        });
        return names;
    }

    /** Gives each another name, in place. */
    static void rename(JsonNode route, UnaryOperator<String> names) {
        renameIn(route, false, names);
    }

    private static void renameIn(JsonNode node, boolean enriches, UnaryOperator<String> names) {
        if (node instanceof ObjectNode object) {
            renameNamed(object, names);
            List.copyOf(object.properties()).forEach(entry -> renameEntry(object, entry, enriches, names));
            return;
        }
        node.forEach(item -> renameIn(item, false, names));
    }

    private static void renameEntry(
            ObjectNode object, Map.Entry<String, JsonNode> entry, boolean enriches, UnaryOperator<String> names) {
        String key = entry.getKey();
        boolean enriched = enriches && ENRICHED.contains(key);
        if (key.equals(COMPENSATION)) {
            return;
        }
        if (entry.getValue().isTextual() && (SHORT_FORMS.contains(key) || enriched)) {
            Matcher direct = DIRECT.matcher(entry.getValue().textValue());
            if (direct.matches()) {
                String options = direct.group(3) == null ? "" : direct.group(3);
                object.put(key, direct.group(1) + names.apply(direct.group(2)) + options);
            }
            return;
        }
        renameIn(entry.getValue(), enriched || ENRICHERS.contains(key), names);
    }

    /** The form {@code uri: direct, parameters: {name: ...}}. */
    private static void renameNamed(ObjectNode object, UnaryOperator<String> names) {
        if (object.path("uri").asText().equals("direct")
                && object.path(PARAMETERS) instanceof ObjectNode parameters
                && parameters.path("name").isTextual()) {
            parameters.put("name", names.apply(parameters.path("name").textValue()));
        }
    }
}
