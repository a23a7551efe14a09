package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** The tools that there are: the routes of the group {@code tool}, and those of other sources. Thread-safe. */
@Component
public final class ToolTable {

    private static final String GROUP = "tool";
    private static final int MOST_SHOWN = 3;

    private final CamelContext camel;
    private final ToolsFile file;
    private final List<ToolSource> sources;

    ToolTable(CamelContext camel, ToolsFile file, List<ToolSource> sources) {
        this.camel = camel;
        this.file = file;
        this.sources = sources;
    }

    /**
     * A tool as a model is told of it.
     *
     * @param name under which it is called and permitted
     * @param function its name for models: letters, digits, {@code _} and {@code -}, 64 at most
     * @param description what it does
     * @param parameters a JSON Schema of the type object
     */
    public record Offer(String name, String function, String description, JsonNode parameters) {}

    /** Those of the tools named by {@code patterns} whose arguments are described, in order. */
    public List<Offer> offers(List<String> patterns) {
        Stream<Offer> others = sources.stream().flatMap(source -> source.offers().stream());
        return Stream.concat(routes().flatMap(route -> offer(route).stream()), others)
                .filter(offer -> ToolScope.matches(patterns, offer.name()))
                .sorted(Comparator.comparing(Offer::name))
                .toList();
    }

    private Optional<Offer> offer(Route route) {
        String name = route.getRouteId();
        return Optional.ofNullable(file.traits(name).parameters())
                .map(parameters ->
                        new Offer(name, name, Objects.requireNonNullElse(route.getDescription(), ""), parameters));
    }

    /** What is known of a tool; the safest of one that there is not. */
    ToolTraits traits(String tool) {
        return source(tool).map(source -> source.traits(tool)).orElseGet(() -> file.traits(tool));
    }

    /** @throws Refused when the arguments do not fit what is known of the tool's */
    void requireFit(String tool, JsonNode arguments) {
        JsonSchema schema = traits(tool).schema();
        Set<ValidationMessage> problems = schema == null ? Set.of() : schema.validate(arguments);
        if (!problems.isEmpty()) {
            throw new Refused(
                    Reason.UNFIT,
                    "Tool '%s' was asked with arguments that do not fit: %s. Correct them and call it again."
                            .formatted(
                                    tool,
                                    problems.stream()
                                            .limit(MOST_SHOWN)
                                            .map(ValidationMessage::getMessage)
                                            .collect(Collectors.joining("; "))));
        }
    }

    /** Whether a call changes nothing, so that another one does no harm. */
    boolean isRead(String tool) {
        return traits(tool).effect() == Effect.READ;
    }

    /** The {@code direct:} endpoint that a call goes to. */
    String endpoint(String tool) {
        return source(tool).map(ToolSource::endpoint).orElse(tool);
    }

    /**
     * Makes sure that it can be called now.
     *
     * @throws Refused when there is no tool of this name, or it is not to be called
     * @throws io.tutti.failure.Unavailable when it cannot be called now
     * @throws InterruptedException when the thread is to stop
     */
    void require(String tool) throws InterruptedException {
        Optional<ToolSource> source = source(tool);
        if (source.isPresent()) {
            source.get().require(tool);
            return;
        }
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

    private Optional<ToolSource> source(String tool) {
        return sources.stream().filter(source -> source.owns(tool)).findFirst();
    }

    private Stream<Route> routes() {
        return camel.getRoutes().stream().filter(route -> GROUP.equals(route.getGroup()));
    }
}
