package io.tutti.intake;

import io.tutti.audit.Recurring;
import io.tutti.gate.Drain;
import io.tutti.gate.Gate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Stops the routes of the group {@code intake} while the hub takes no work, so that messages stay on their queues and
 * files in their folders, and starts them again; a route that somebody else stopped is left alone. It is the first that
 * stops with the hub. Thread-safe.
 */
@Component
final class IntakeRoutes implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeRoutes.class);
    private static final String GROUP = "intake";
    private static final Duration GATHERING = Duration.ofMillis(50);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** For the one message or file that a route has in hand. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CamelContext camel;
    private final Gate gate;
    private final Drain drain;
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final Recurring looking = new Recurring("intake-gate", GATHERING, BETWEEN_LOOKS, this::look);
    private volatile boolean running;

    IntakeRoutes(CamelContext camel, Gate gate, Drain drain) {
        this.camel = camel;
        this.gate = gate;
        this.drain = drain;
    }

    /** Brings the routes to what the gate says. */
    void look() throws Exception {
        if (!camel.isStarted()) {
            return;
        }
        if (!gate.isOpen()) {
            stopAll();
            return;
        }
        for (String id : stopped) {
            camel.getRouteController().startRoute(id);
            stopped.remove(id);
            LOG.info("Route {} takes work again", id);
        }
    }

    private void stopAll() throws Exception {
        for (Route route : camel.getRoutes()) {
            String id = route.getRouteId();
            if (GROUP.equals(route.getGroup())
                    && camel.getRouteController().getRouteStatus(id).isStarted()) {
                stopped.add(id);
                camel.getRouteController().stopRoute(id, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                LOG.info("Route {} takes no work now", id);
            }
        }
    }

    /** Not with Spring's life cycle, which would start Camel, on which this depends, before its routes are there. */
    @EventListener(ApplicationReadyEvent.class)
    @Override
    public void start() {
        if (!running) {
            running = true;
            looking.start();
        }
    }

    @Override
    public boolean isAutoStartup() {
        return false;
    }

    /** The gate is closed then, and the last look stops the routes. */
    @Override
    public void stop() {
        running = false;
        drain.stop();
        looking.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
