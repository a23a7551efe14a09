package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that routes and Kamelets may refer to. */
final class Known {

    private final Map<String, JsonNode> kamelets = new HashMap<>();
    private final Set<String> directs = new HashSet<>();
    private final Set<String> errorConfigurations = new HashSet<>();

    Known(Collection<YamlFile> routes, Collection<YamlFile> connectors) {
        routes.forEach(file -> {
            addDirects(file.content());
            file.content()
                    .forEach(item -> errorConfigurations.add(
                            item.at("/routeConfiguration/id").asText()));
        });
        connectors.forEach(file -> {
            addDirects(file.content());
            kamelets.put(
                    file.content().at("/metadata/name").asText(), file.content().at("/spec/definition"));
        });
    }

    boolean hasDirect(String name) {
        return directs.contains(name);
    }

    boolean hasErrorConfiguration(String name) {
        return errorConfigurations.contains(name);
    }

    Set<String> errorConfigurations() {
        return errorConfigurations;
    }

    /** The {@code definition} of a Kamelet; empty when no file in the connector directories has that name. */
    Optional<JsonNode> kamelet(String name) {
        return Optional.ofNullable(kamelets.get(name));
    }

    private void addDirects(JsonNode content) {
        Uses.in(content).stream()
                .filter(use -> use.isFrom() && use.scheme().equals("direct"))
                .forEach(use -> directs.add(use.name()));
    }
}
