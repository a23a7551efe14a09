package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task's sender is told of a flow: that it is there, that it is not there now, or that there is none. */
class FlowsRouteTests {

    private static final String THERE = "there";
    private static final String NOT_NOW = "not now";
    private static final String UNKNOWN = "unknown";

    private final List<String> answers = new ArrayList<>();
    private final Clock clock = mock(Clock.class);
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final SlowContext camel = new SlowContext();
    private final Flows flows;

    FlowsRouteTests() {
        when(clock.instant()).thenAnswer(asked -> now);
        // It is told of everything before the flows are, so that it asks at the worst moments.
        camel.getManagementStrategy().addEventNotifier(new AskAtEveryEvent());
        camel.addLifecycleStrategy(new AskAtEveryChange());
        flows = new Flows(camel, clock);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void saysNotNowUntilTheHubHasStarted() throws Exception {
        load("admit", "call");
        load("orders", "flow");
        assertThat(ask("orders")).isEqualTo(NOT_NOW);
        camel.start();
        assertThat(answers).contains(NOT_NOW).doesNotContain(UNKNOWN);
        assertThat(ask("orders")).isEqualTo(THERE);
    }

    @Test
    void doesNotSayUnknownWhenTheStartEndsWhileItLooks() throws Exception {
        load("orders", "flow");
        camel.startsWhileAskedFor = "orders";
        assertThat(ask("orders")).isEqualTo(NOT_NOW);
        assertThat(ask("orders")).isEqualTo(THERE);
    }

    @Test
    void saysUnknownAtNoMomentOfAReload() throws Exception {
        load("orders", "flow");
        camel.start();
        answers.clear();
        PluginHelper.getRoutesLoader(camel).updateRoutes(route("orders", "flow"));
        assertThat(answers).contains(THERE, NOT_NOW).doesNotContain(UNKNOWN);
        assertThat(ask("orders")).isEqualTo(THERE);
    }

    @Test
    void saysUnknownOnceAFlowHasBeenAwayForLongerThanAReloadTakes() throws Exception {
        load("orders", "flow");
        camel.start();
        camel.getRouteController().stopRoute("orders");
        camel.removeRoute("orders");
        now = now.plus(Duration.ofSeconds(29));
        assertThat(ask("orders")).isEqualTo(NOT_NOW);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(ask("orders")).isEqualTo(UNKNOWN);
    }

    @Test
    void saysUnknownOfARouteThatIsNoFlow() throws Exception {
        load("orders", "flow");
        load("admit", "call");
        camel.start();
        assertThat(ask("admit")).isEqualTo(UNKNOWN);
        assertThat(ask("nobody")).isEqualTo(UNKNOWN);
        camel.getRouteController().stopRoute("admit");
        camel.removeRoute("admit");
        assertThat(ask("admit")).isEqualTo(UNKNOWN);
    }

    private String ask(String flow) {
        try {
            flows.require(flow);
            return THERE;
        } catch (Unavailable e) {
            return NOT_NOW;
        } catch (Refused e) {
            assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
            return UNKNOWN;
        }
    }

    private void load(String id, String group) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(route(id, group));
    }

    private static Resource route(String id, String group) {
        return ResourceHelper.fromString(id + ".camel.yaml", """
                - route:
                    id: %s
                    group: %s
                    from:
                      uri: direct:%s
                      steps:
                        - setBody: {constant: {expression: done}}
                """.formatted(id, group, id));
    }

    /** A context whose start can end at the worst moment: after one look at its routes and before the next. */
    private static final class SlowContext extends DefaultCamelContext {

        private String startsWhileAskedFor;

        @Override
        public Route getRoute(String id) {
            Route found = super.getRoute(id);
            if (id.equals(startsWhileAskedFor)) {
                startsWhileAskedFor = null;
                start();
            }
            return found;
        }
    }

    private final class AskAtEveryEvent extends SimpleEventNotifierSupport {

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.RouteEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            answers.add(ask("orders"));
        }
    }

    private final class AskAtEveryChange extends LifecycleStrategySupport {

        @Override
        public void onRouteContextCreate(Route route) {
            answers.add(ask("orders"));
        }

        @Override
        public void onRoutesAdd(Collection<Route> routes) {
            answers.add(ask("orders"));
        }

        @Override
        public void onRoutesRemove(Collection<Route> routes) {
            answers.add(ask("orders"));
        }
    }
}
