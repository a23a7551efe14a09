package io.tutti.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.home.YamlFile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the definitions in route files. A flow is its route and the routes of the group {@code part} that it calls by
 * {@code direct:}, itself or through other parts; what else it calls is the company's and not the flow's.
 */
final class DefinitionReader {

    private static final String ROUTE = "route";

    private final Map<String, JsonNode> flows = new TreeMap<>();
    private final Map<String, JsonNode> parts = new HashMap<>();

    private DefinitionReader() {}

    /** The definitions by flow. */
    static Map<String, Definition> read(Collection<YamlFile> files) {
        var reader = new DefinitionReader();
        files.forEach(file -> file.content().forEach(item -> reader.sort(item.path(ROUTE))));
        Map<String, Definition> definitions = new HashMap<>();
        reader.flows.forEach((name, route) -> definitions.put(name, Definition.of(name, reader.whole(route))));
        return definitions;
    }

    private void sort(JsonNode route) {
        String group = route.path("group").asText();
        if (group.equals("flow")) {
            flows.put(route.path("id").asText(), route);
        }
        if (group.equals("part")) {
            DirectCalls.startOf(route).forEach(name -> parts.put(name, route));
        }
    }

    private ArrayNode whole(JsonNode flow) {
        Map<String, JsonNode> found = new TreeMap<>();
        Deque<JsonNode> open = new ArrayDeque<>();
        for (JsonNode route = flow; route != null; route = open.poll()) {
            for (String name : DirectCalls.in(route)) {
                JsonNode part = parts.get(name);
                if (part != null && found.putIfAbsent(name, part) == null) {
                    open.add(part);
                }
            }
        }
        ArrayNode whole = JsonNodeFactory.instance.arrayNode();
        whole.addObject().set(ROUTE, flow);
        found.values().forEach(part -> whole.addObject().set(ROUTE, part));
        return whole;
    }
}
