package io.tutti.console;

import io.tutti.access.CallerAuthentication;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Leaves an audit record when a route is started, stopped, removed or reloaded in a running hub, by a person in
 * the console or by a changed file. The start and the stop of the hub itself change no route.
 */
@Component
final class RouteChanges extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(RouteChanges.class);
    private static final String HUB = "hub";
    private static final Map<CamelEvent.Type, String> CHANGES = Map.of(
            CamelEvent.Type.RouteStarted, "started",
            CamelEvent.Type.RouteStopped, "stopped",
            CamelEvent.Type.RouteRemoved, "removed",
            CamelEvent.Type.RouteReloaded, "reloaded",
            CamelEvent.Type.CamelContextSuspended, "suspended",
            CamelEvent.Type.CamelContextResumed, "resumed");

    private final AuditTrail trail;
    private final Commits commits;

    RouteChanges(AuditTrail trail, Commits commits) {
        this.trail = trail;
        this.commits = commits;
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return CHANGES.containsKey(event.getType());
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.RouteEvent route) {
            if (running(route.getRoute().getCamelContext())) {
                record(event, "route " + route.getRoute().getRouteId());
                return;
            }
            LOG.trace("{} is part of the hub's own start or stop", event);
            return;
        }
        record(event, "all routes");
    }

    private static boolean running(CamelContext camel) {
        return camel.getStatus().isStarted();
    }

    private void record(CamelEvent event, String subject) {
        var who = SecurityContextHolder.getContext().getAuthentication();
        boolean person = who instanceof CallerAuthentication;
        String tenant =
                who instanceof CallerAuthentication known ? known.getPrincipal().tenant() : HUB;
        try {
            commits.commit(List.of(trail.record(new AuditEvent(
                    AuditAction.ROUTE_CHANGED,
                    null,
                    person ? who.getName() : HUB,
                    tenant,
                    subject,
                    Map.of(
                            "change",
                            CHANGES.getOrDefault(
                                    event.getType(), event.getType().name()))))));
        } catch (RuntimeException e) {
            LOG.error("The change of {} was not recorded in the audit trail", subject, e);
        }
    }
}
