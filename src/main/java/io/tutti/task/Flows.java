package io.tutti.task;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** The flows that are loaded: Camel routes with {@code group: flow}. Thread-safe. */
@Component
public final class Flows {

    private static final String GROUP = "flow";

    private final CamelContext camel;

    Flows(CamelContext camel) {
        this.camel = camel;
    }

    /** Their names in order. */
    public List<String> names() {
        return camel.getRoutes().stream()
                .filter(Flows::isFlow)
                .map(Route::getRouteId)
                .sorted()
                .toList();
    }

    /**
     * Makes sure that there is a flow of this name.
     *
     * @throws Refused when there is none
     */
    public void require(String name) {
        Route route = camel.getRoute(name);
        if (route == null || !isFlow(route)) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "A task was asked for flow '%s', but there is no such flow; the flows are: %s."
                            .formatted(shortened(name), String.join(", ", names())));
        }
    }

    private static boolean isFlow(Route route) {
        return GROUP.equals(route.getGroup());
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }
}
