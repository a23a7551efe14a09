package io.tutti.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.home.YamlFile;
import java.util.HashSet;
import java.util.Set;

/**
 * A definition as it runs beside the present one: its routes have names of their own, call each other by these, and are
 * of the group {@code kept}, so that nobody can ask for them as a flow. Steps keep their ids, which are the journal's keys;
 * Camel, which wants every id once, gets them with a prefix.
 */
final class KeptText {

    private static final String ROUTE = "route";
    private static final String PREFIX = "nodePrefixId";

    private KeptText() {}

    static String of(Definition definition, YamlFile written) {
        JsonNode routes = written.content().deepCopy();
        Set<String> own = new HashSet<>();
        routes.forEach(item -> own.addAll(DirectCalls.startOf(item.path(ROUTE))));
        routes.forEach(item -> {
            if (item.path(ROUTE) instanceof ObjectNode route) {
                rename(definition, route, own);
            }
        });
        return routes.toString();
    }

    private static void rename(Definition definition, ObjectNode route, Set<String> own) {
        DirectCalls.rename(route, name -> own.contains(name) ? definition.kept(name) : name);
        route.put("id", definition.kept(route.path("id").asText()));
        route.put("group", "kept");
        route.put(
                PREFIX,
                Definition.shortened(definition.hash()) + "-"
                        + route.path(PREFIX).asText());
        route.remove("startupOrder");
    }
}
