package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** The tools that there are: the routes of the group {@code tool}. Thread-safe. */
@Component
public final class ToolTable {

    private static final String GROUP = "tool";

    private final CamelContext camel;
    private final ToolsFile file;

    ToolTable(CamelContext camel, ToolsFile file) {
        this.camel = camel;
        this.file = file;
    }

    /**
     * A tool as a model is told of it.
     *
     * @param name its route's id
     * @param description its route's
     * @param parameters a JSON Schema of the type object
     */
    public record Offer(String name, String description, JsonNode parameters) {}

    /** Those of the tools named by {@code patterns} whose arguments {@code tools.yaml} describes, in order. */
    public List<Offer> offers(List<String> patterns) {
        return routes().filter(route -> ToolScope.matches(patterns, route.getRouteId()))
                .sorted((one, other) -> one.getRouteId().compareTo(other.getRouteId()))
                .flatMap(route -> file.parameters(route.getRouteId()).stream()
                        .map(parameters -> new Offer(
                                route.getRouteId(),
                                Objects.requireNonNullElse(route.getDescription(), ""),
                                parameters)))
                .toList();
    }

    /** Whether a call changes nothing, so that another one does no harm. */
    boolean isRead(String tool) {
        return file.effect(tool) == Effect.READ;
    }

    /** @throws Refused when there is no tool of this name */
    void require(String tool) {
        Route route = camel.getRoute(tool);
        if (route == null || !GROUP.equals(route.getGroup())) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Tool '%s' was asked for in the header tuttiTool; the tools are: %s."
                            .formatted(
                                    tool,
                                    routes().map(Route::getRouteId).sorted().toList()));
        }
    }

    private Stream<Route> routes() {
        return camel.getRoutes().stream().filter(route -> GROUP.equals(route.getGroup()));
    }
}
