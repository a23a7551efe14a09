package io.tutti.model;

import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.TaskRun;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

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
     * Returns the rule that allows it; empty where the hub asks for itself.
     *
     * @throws io.tutti.failure.Refused when it may not, or the flow or the tenant is stopped
     */
    Optional<String> require(Exchange exchange, Pool pool) {
        String name = pool.name();
        String action = (models.isPool(name) ? "pool:" : "model:") + name;
        String dataClass = pool.entry()
                .dataClass(exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class))
                .orElse(null);
        Optional<TaskRun> run = TaskRun.of(exchange);
        if (run.isPresent()) {
            return Optional.of(require(run.get(), action, dataClass));
        }
        var caller = exchange.getProperty(io.tutti.access.Caller.PROPERTY, io.tutti.access.Caller.class);
        if (caller == null) {
            return Optional.empty();
        }
        switches.requireOn(KillSwitch.Kind.TENANT, caller.tenant());
        return Optional.of(guard.require(new Asked(caller, action, Map.of(), null, null, dataClass))
                .rule());
    }

    private String require(TaskRun run, String action, @Nullable String dataClass) {
        switches.requireOn(KillSwitch.Kind.FLOW, run.flow());
        switches.requireOn(KillSwitch.Kind.TENANT, run.tenant());
        var owner = guard.find(run.principal(), run.tenant());
        return guard.require(new Asked(owner, action, Map.of(), run.flow(), run.taskId(), dataClass))
                .rule();
    }
}
