package io.tutti.tool;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.access.Verdict;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * May this tool be called with these arguments? A task has the rights of whoever it belongs to. A route outside a task
 * calls for the hub itself, which needs no permission and cannot wait for people. Thread-safe.
 */
@Component
final class Permits {

    private static final Caller HUB = new Caller("hub", "default", Set.of(Caller.ADMIN));
    private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private final Guard guard;
    private final ToolTable tools;
    private final KillSwitches switches;
    private final Approval approval;
    private final ObjectMapper json;

    Permits(Guard guard, ToolTable tools, KillSwitches switches, Approval approval, ObjectMapper json) {
        this.guard = guard;
        this.tools = tools;
        this.switches = switches;
        this.approval = approval;
        this.json = json;
    }

    /**
     * The call as it may be made, with the arguments that people agreed to where they had to.
     *
     * @throws Refused when it may not be made, its arguments do not fit, there is no such tool, or the tool, the flow or the
     *     tenant is stopped
     * @throws io.tutti.task.Suspended until the people have decided
     */
    ToolCall grant(Exchange exchange, ToolCall asked) throws Exception {
        Optional<TaskRun> run = TaskRun.of(exchange);
        requireOwn(asked);
        requireOn(run, asked.tool());
        Verdict verdict = verdict(run, asked, asked.arguments());
        tools.require(asked.tool());
        if (verdict.people() == 0) {
            return asked.granted(asked.arguments(), new Grant(verdict.rule(), List.of()));
        }
        if (run.isEmpty() || asked.call() == null) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "Tool '%s' was called outside a task, and %s wants a person's yes; only a task can wait for one. Call it from a flow."
                            .formatted(asked.tool(), verdict.approval()));
        }
        Approval.Given given = approval.of(exchange, asked, arguments -> verdict(run, asked, arguments));
        Verdict agreed = verdict(run, asked, given.arguments());
        return asked.granted(given.arguments(), new Grant(agreed.rule(), given.people()));
    }

    /** What the rules of access.yaml say, and for an agent its own limits with them: it has the rights of both. */
    private Verdict verdict(Optional<TaskRun> run, ToolCall asked, JsonNode arguments) {
        ToolScope agent = asked.scope();
        if (agent == null) {
            return guard.require(question(run, asked, arguments));
        }
        tools.requireFit(asked.tool(), arguments);
        return distrusting(agent, asked.tool(), guard.require(question(run, asked, arguments)));
    }

    private Verdict distrusting(ToolScope agent, String tool, Verdict verdict) {
        boolean isDistrusted = agent.distrusts(tool) && tools.traits(tool).reachesOut();
        return isDistrusted && verdict.people() == 0
                ? verdict.after(1, "the rule for untrusted content (agent " + agent.agent() + ")")
                : verdict;
    }

    private static void requireOwn(ToolCall asked) {
        ToolScope scope = asked.scope();
        if (scope != null && !scope.has(asked.tool())) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "Agent '%s' asked for tool '%s', which its file does not give it; it has %s."
                            .formatted(scope.agent(), asked.tool(), scope.tools()));
        }
    }

    private void requireOn(Optional<TaskRun> run, String tool) {
        switches.requireOn(KillSwitch.Kind.TOOL, tool);
        run.ifPresent(task -> {
            switches.requireOn(KillSwitch.Kind.FLOW, task.flow());
            switches.requireOn(KillSwitch.Kind.TENANT, task.tenant());
        });
    }

    private Asked question(Optional<TaskRun> run, ToolCall asked, JsonNode arguments) {
        String action = "tool:" + asked.tool();
        Map<String, Object> values = arguments.isObject() ? json.convertValue(arguments, ARGUMENTS) : Map.of();
        return run.map(task -> new Asked(
                        guard.find(task.principal(), task.tenant()),
                        action,
                        values,
                        task.flow(),
                        task.taskId(),
                        asked.dataClass()))
                .orElseGet(() -> new Asked(HUB, action, values, null, null, asked.dataClass()));
    }
}
