package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;
import org.springframework.stereotype.Component;

/**
 * The way of every tool call, stage by stage; the route {@code call-tool} puts them in order. A tool is a route of the
 * group {@code tool}: its body is the map of arguments, its last body the result, and the variable
 * {@code idempotencyKey} is the same whenever the same call is made again. Thread-safe.
 */
@Component("toolGateway")
public final class ToolGateway {

    private static final String GROUP = "tool";
    private static final String TOOL = "tuttiTool";
    private static final String KEY = "idempotencyKey";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final AuditTrail audit;
    private final Commits commits;
    private final ObjectMapper json;

    ToolGateway(CamelContext camel, AuditTrail audit, Commits commits, ObjectMapper json) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.audit = audit;
        this.commits = commits;
        this.json = json;
    }

    /**
     * Finds the tool and the call's place in the journal.
     *
     * @throws Refused when there is no such tool
     */
    public void open(Exchange exchange) {
        String tool = require(exchange.getMessage().getHeader(TOOL, String.class));
        exchange.getMessage().removeHeader(TOOL);
        JsonNode arguments = json.valueToTree(exchange.getMessage().getBody());
        Optional<TaskRun> run = TaskRun.of(exchange);
        Call call = run.map(task -> task.call(exchange, EntryKind.TOOL)).orElse(null);
        String key = call == null ? exchange.getExchangeId() : run.get().taskId() + "/" + call.key();
        exchange.setProperty(ToolCall.PROPERTY, new ToolCall(tool, arguments, call, key));
    }

    /** Whether the call was finished before a crash or a wait; then its result is restored. */
    public boolean isRecorded(Exchange exchange) {
        Call call = asked(exchange).call();
        if (call == null || call.recorded().isEmpty()) {
            return false;
        }
        exchange.getMessage().setBody(json.convertValue(call.recorded().get(), Object.class));
        return true;
    }

    /** Calls the tool on a copy that carries the arguments, the idempotency key and nothing else. */
    public void call(Exchange exchange) throws Exception {
        ToolCall asked = asked(exchange);
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getMessage().removeHeaders("*");
        copy.removeVariable("*");
        copy.setVariable(KEY, asked.idempotencyKey());
        copy.getMessage().setBody(json.convertValue(asked.arguments(), Object.class));
        if (asked.call() != null) {
            asked.call().enter(copy);
        }
        producer.send("direct:" + asked.tool(), copy);
        if (copy.getException() != null) {
            audit(exchange, asked, "failed");
            throw copy.getException();
        }
        exchange.getMessage().setBody(copy.getMessage().getBody());
    }

    /** Writes the result to the journal, with the audit record and the messages that the tool sends. */
    public void record(Exchange exchange) {
        ToolCall asked = asked(exchange);
        JsonNode result = json.valueToTree(exchange.getMessage().getBody());
        if (asked.call() == null) {
            audit(exchange, asked, "done");
            return;
        }
        asked.call()
                .record(new Outcome(
                        asked.arguments(), result, null, Usage.NONE, List.of(event(exchange, asked, "done"))));
        exchange.getMessage().setBody(json.convertValue(result, Object.class));
    }

    private String require(String tool) {
        Route route = tool == null ? null : camel.getRoute(tool);
        if (route == null || !GROUP.equals(route.getGroup())) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Tool '%s' was asked for in the header %s; the tools are: %s.".formatted(tool, TOOL, tools()));
        }
        return tool;
    }

    private List<String> tools() {
        return camel.getRoutes().stream()
                .filter(route -> GROUP.equals(route.getGroup()))
                .map(Route::getRouteId)
                .sorted()
                .toList();
    }

    private void audit(Exchange exchange, ToolCall asked, String outcome) {
        commits.commit(List.of(event(exchange, asked, outcome)));
    }

    private Write event(Exchange exchange, ToolCall asked, String outcome) {
        Optional<TaskRun> run = TaskRun.of(exchange);
        return audit.record(new AuditEvent(
                AuditAction.TOOL_CALLED,
                run.map(TaskRun::taskId).orElse(null),
                run.map(TaskRun::principal).orElse("hub"),
                run.map(TaskRun::tenant).orElse("default"),
                asked.tool(),
                Map.of("outcome", outcome, "key", asked.idempotencyKey())));
    }

    private static ToolCall asked(Exchange exchange) {
        return exchange.getProperty(ToolCall.PROPERTY, ToolCall.class);
    }
}
