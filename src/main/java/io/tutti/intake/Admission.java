package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.access.Verdict;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.gate.Gate;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.Accepted;
import io.tutti.task.Flows;
import io.tutti.task.NewTask;
import io.tutti.task.Tasks;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What every door's requests pass, called by the route {@code admit}. Thread-safe. */
@Component("admission")
public final class Admission {

    private static final int LONGEST_KEY = 300;
    private static final int LONGEST_CONVERSATION = 200;

    private final Flows flows;
    private final InputSchemas schemas;
    private final Guard guard;
    private final KillSwitches switches;
    private final Tasks tasks;
    private final Gate gate;

    Admission(Flows flows, InputSchemas schemas, Guard guard, KillSwitches switches, Tasks tasks, Gate gate) {
        this.flows = flows;
        this.schemas = schemas;
        this.guard = guard;
        this.switches = switches;
        this.tasks = tasks;
        this.gate = gate;
    }

    /**
     * Makes sure that the caller may start each flow, that it exists and that the input fits it.
     *
     * @throws Refused otherwise
     * @throws Unavailable when the hub takes no work now
     */
    public void check(@Body List<NewTask> requests, @ExchangeProperty(Caller.PROPERTY) Caller caller) {
        gate.requireOpen();
        requests.forEach(request -> check(request, caller));
    }

    /** Accepts all requests in one transaction, or none. */
    public List<Accepted> accept(@Body List<NewTask> requests, @ExchangeProperty(Caller.PROPERTY) Caller caller) {
        return tasks.acceptAll(requests.stream()
                .map(request -> request.permittedBy(permit(request, caller).rule()))
                .toList());
    }

    private Verdict permit(NewTask request, Caller caller) {
        return guard.require(caller, "flow:" + request.flow());
    }

    private void check(NewTask request, Caller caller) {
        flows.require(request.flow());
        permit(request, caller);
        switches.requireOn(KillSwitch.Kind.FLOW, request.flow());
        switches.requireOn(KillSwitch.Kind.TENANT, caller.tenant());
        bound("key", request.key(), LONGEST_KEY);
        leaveOurs(request);
        bound("conversation", request.conversation(), LONGEST_CONVERSATION);
        schemas.check(request.flow(), request.input());
    }

    private static void leaveOurs(NewTask request) {
        if (request.key() != null && request.key().startsWith(NewTask.OWN_KEY)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A task was sent with a key that begins with '%s'; such keys are the hub's own, send another one."
                            .formatted(NewTask.OWN_KEY));
        }
    }

    private static void bound(String name, @Nullable String value, int longest) {
        if (value == null) {
            return;
        }
        if (value.isBlank() || value.length() > longest) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A %s must have 1 to %d characters; found %d."
                            .formatted(name, longest, value.strip().length()));
        }
    }
}
