package io.tutti.model;

import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.TaskRun;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** May this pool, or this model, be asked? Thread-safe. */
final class Permit {

    private final Models models;
    private final Guard guard;
    private final KillSwitches switches;

    Permit(Models models, Guard guard, KillSwitches switches) {
        this.models = models;
        this.guard = guard;
        this.switches = switches;
    }

    /**
     * @throws io.tutti.failure.Refused when it may not, or the flow or the tenant is stopped
     */
    void require(Exchange exchange, String name) {
        String action = (models.isPool(name) ? "pool:" : "model:") + name;
        Optional<TaskRun> run = TaskRun.of(exchange);
        if (run.isPresent()) {
            require(run.get(), action);
            return;
        }
        var caller = exchange.getProperty(io.tutti.access.Caller.PROPERTY, io.tutti.access.Caller.class);
        if (caller != null) {
            switches.requireOn(KillSwitch.Kind.TENANT, caller.tenant());
            guard.require(caller, action);
        }
    }

    private void require(TaskRun run, String action) {
        switches.requireOn(KillSwitch.Kind.FLOW, run.flow());
        switches.requireOn(KillSwitch.Kind.TENANT, run.tenant());
        var owner = guard.find(run.principal(), run.tenant());
        guard.require(new Asked(owner, action, Map.of(), run.flow(), run.taskId()));
    }
}
