package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import java.util.List;
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

    private static final String TOLD = "tuttiTold";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Permits permits;
    private final EffectLedger ledger;
    private final AuditTrail audit;
    private final Commits commits;
    private final ObjectMapper json;

    ToolGateway(
            CamelContext camel,
            Permits permits,
            EffectLedger ledger,
            AuditTrail audit,
            Commits commits,
            ObjectMapper json) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.permits = permits;
        this.ledger = ledger;
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
        exchange.setProperty(ToolCall.PROPERTY, new ToolCall(tool, arguments, call, key, null));
    }

    /** Whether the call was finished before a crash or a wait. Camel asks this on a copy of the exchange. */
    public boolean isRecorded(Exchange exchange) {
        return recorded(exchange).isPresent();
    }

    /** Answers with the recorded result. */
    public void restore(Exchange exchange) {
        exchange.getMessage().setBody(json.convertValue(recorded(exchange).orElseThrow(), Object.class));
    }

    private static Optional<JsonNode> recorded(Exchange exchange) {
        return Optional.ofNullable(asked(exchange).call()).flatMap(Call::recorded);
    }

    /**
     * Makes sure that whoever's task it is may call the tool with these arguments, and asks the people who have to agree.
     *
     * @throws Refused when it may not, or they did not agree
     * @throws io.tutti.task.Suspended until they have decided
     */
    public void permit(Exchange exchange) throws Exception {
        ToolCall asked = asked(exchange);
        exchange.setProperty(ToolCall.PROPERTY, permits.grant(exchange, asked));
    }

    /**
     * Calls the tool, once it is written down that it is called, on a copy that carries the arguments, the idempotency key
     * and nothing else.
     */
    public void call(Exchange exchange) throws Exception {
        ToolCall asked = asked(exchange);
        Call call = asked.call();
        if (call == null) {
            send(exchange, asked);
            return;
        }
        TaskRun run = TaskRun.of(exchange).orElseThrow();
        Optional<JsonNode> told = ledger.begin(exchange, run, asked, call);
        if (told.isPresent()) {
            exchange.setProperty(TOLD, true);
            exchange.getMessage().setBody(json.convertValue(told.get(), Object.class));
            return;
        }
        Failpoint.TOOL_CALLING.reach();
        try {
            send(exchange, asked);
            Failpoint.TOOL_CALLED.reach();
        } catch (Exception e) {
            ledger.failed(exchange, run, asked, call, e);
        }
    }

    private void send(Exchange exchange, ToolCall asked) throws Exception {
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
            throw copy.getException();
        }
        exchange.getMessage().setBody(copy.getMessage().getBody());
    }

    /** Writes the result to the journal, with the audit record and the messages that the tool sends. */
    public void record(Exchange exchange) {
        ToolCall asked = asked(exchange);
        Call call = asked.call();
        JsonNode result = json.valueToTree(exchange.getMessage().getBody());
        if (call == null) {
            commits.commit(List.of(outsideATask(asked)));
            return;
        }
        boolean told = exchange.getProperty(TOLD, false, Boolean.class);
        List<Write> rows = ledger.done(TaskRun.of(exchange).orElseThrow(), asked, call, told);
        call.record(new Outcome(asked.arguments(), result, null, Usage.NONE, rows));
        Failpoint.TOOL_RECORDED.reach();
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

    private Write outsideATask(ToolCall asked) {
        return audit.record(new AuditEvent(
                AuditAction.TOOL_CALLED, null, "hub", "default", asked.tool(), asked.toldWithGrant("done")));
    }

    private static ToolCall asked(Exchange exchange) {
        return exchange.getProperty(ToolCall.PROPERTY, ToolCall.class);
    }
}
