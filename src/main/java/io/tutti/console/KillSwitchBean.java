package io.tutti.console;

import io.tutti.access.Caller;
import io.tutti.access.CallerAuthentication;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import java.util.List;
import java.util.Set;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The bean {@code io.tutti:type=KillSwitches}. Who comes by plain JMX, and not by the console, is {@code jmx}. */
@Component
@ManagedResource(objectName = KillSwitchBean.DOMAIN + ":type=KillSwitches")
public final class KillSwitchBean {

    static final String DOMAIN = "io.tutti";
    private static final Caller JMX = new Caller("jmx", "default", Set.of());

    private final KillSwitches switches;

    KillSwitchBean(KillSwitches switches) {
        this.switches = switches;
    }

    /** What is stopped, each as {@code kind name: reason (by whom, when)}. */
    @ManagedAttribute(description = "What is stopped, and why")
    public List<String> getStopped() {
        return switches.all().stream()
                .map(each -> "%s %s: %s (%s, %s)"
                        .formatted(each.kind().word(), each.name(), each.reason(), each.by(), each.at()))
                .toList();
    }

    /**
     * Stops something on all hubs.
     *
     * @param kind model, tool, agent, flow or tenant
     * @param name whose
     * @param reason why, which others will read
     */
    @ManagedOperation(description = "Stop a model, tool, agent, flow or tenant on all hubs")
    @ManagedOperationParameter(name = "kind", description = "model, tool, agent, flow or tenant")
    @ManagedOperationParameter(name = "name", description = "whose")
    @ManagedOperationParameter(name = "reason", description = "why, which others will read")
    public void stop(String kind, String name, String reason) {
        Caller who = who();
        switches.stop(KillSwitch.Kind.of(kind), name, reason, who.principal(), who.tenant());
    }

    /** Lets it work again. */
    @ManagedOperation(description = "Let it work again")
    @ManagedOperationParameter(name = "kind", description = "model, tool, agent, flow or tenant")
    @ManagedOperationParameter(name = "name", description = "whose")
    public void start(String kind, String name) {
        Caller who = who();
        switches.start(KillSwitch.Kind.of(kind), name, who.principal(), who.tenant());
    }

    private static Caller who() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? known.getPrincipal()
                : JMX;
    }
}
