package io.tutti.task;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The flows that are loaded: Camel routes with {@code group: flow}. Thread-safe. */
@Component
public final class Flows {

    private static final String GROUP = "flow";

    /** A changed file's route is away for a moment; for that long it counts as being reloaded, not as unknown. */
    private static final Duration RELOAD = Duration.ofSeconds(30);

    private final CamelContext camel;
    private final Clock clock;
    private final Map<String, Instant> removed = new ConcurrentHashMap<>();

    Flows(CamelContext camel, @Qualifier("steadyClock") Clock clock) {
        this.camel = camel;
        this.clock = clock;
        camel.getManagementStrategy().addEventNotifier(new Removals());
    }

    /** Their names in order. */
    public List<String> names() {
        return camel.getRoutes().stream()
                .filter(Flows::isFlow)
                .map(Route::getRouteId)
                .sorted()
                .toList();
    }

    /** What the flow's route says of itself; empty when it says nothing. */
    public String description(String name) {
        Route route = camel.getRoute(name);
        return route == null ? "" : Objects.requireNonNullElse(route.getDescription(), "");
    }

    /**
     * Makes sure that there is a flow of this name.
     *
     * @throws Refused when there is none
     * @throws Unavailable while the hub starts, and while the flow is being reloaded
     */
    public void require(String name) {
        // Routes appear one after the other: while they do, a missing one says nothing. Asked before the route is
        // looked for, since the start may end between the two looks.
        boolean starts = !camel.isStarted();
        Route route = camel.getRoute(name);
        if (route != null && isFlow(route)) {
            return;
        }
        if (starts || reloads(name)) {
            throw new Unavailable("A task was asked for flow '%s', which is being loaded; try again in a moment."
                    .formatted(shortened(name)));
        }
        throw new Refused(
                Reason.NOT_FOUND,
                "A task was asked for flow '%s', but there is no such flow; the flows are: %s."
                        .formatted(shortened(name), String.join(", ", names())));
    }

    private boolean reloads(String name) {
        Instant at = removed.get(name);
        return at != null && at.plus(RELOAD).isAfter(clock.instant());
    }

    private static boolean isFlow(Route route) {
        return GROUP.equals(route.getGroup());
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }

    /** Remembers when a flow's route went away. */
    private final class Removals extends SimpleEventNotifierSupport {

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.RouteRemovedEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            Route route = ((CamelEvent.RouteRemovedEvent) event).getRoute();
            if (isFlow(route)) {
                removed.put(route.getRouteId(), clock.instant());
            }
        }
    }
}
