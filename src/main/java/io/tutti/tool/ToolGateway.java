package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Failure;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.Suspended;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of every tool call, stage by stage; the route {@code call-tool} puts them in order. A tool is a route of the
 * group {@code tool}: its body is the map of arguments, its last body the result, and the variable
 * {@code idempotencyKey} is the same whenever the same call is made again; {@code tool} is its name. Thread-safe.
 */
@Component("toolGateway")
public final class ToolGateway {

    private static final String TOOL = "tuttiTool";
    private static final String KEY = "idempotencyKey";
    private static final String NAME = "tool";

    private static final String TOLD = "tuttiTold";
    private static final String FAULT = "tuttiToolFault";
    private static final Logger LOG = LoggerFactory.getLogger(ToolGateway.class);

    private final ProducerTemplate producer;
    private final ToolTable tools;
    private final Permits permits;
    private final EffectLedger ledger;
    private final AuditTrail audit;
    private final Commits commits;
    private final ObjectMapper json;

    ToolGateway(
            CamelContext camel,
            ToolTable tools,
            Permits permits,
            EffectLedger ledger,
            AuditTrail audit,
            Commits commits,
            ObjectMapper json) {
        this.tools = tools;
        this.producer = camel.createProducerTemplate();
        this.permits = permits;
        this.ledger = ledger;
        this.audit = audit;
        this.commits = commits;
        this.json = json;
    }

    /**
     * Finds the call's place in the journal.
     */
    public void open(Exchange exchange) {
        String tool = String.valueOf(exchange.getMessage().getHeader(TOOL));
        exchange.getMessage().removeHeader(TOOL);
        ToolScope scope = (ToolScope) exchange.removeProperty(ToolScope.PROPERTY);
        exchange.removeProperty(FAULT);
        JsonNode arguments = json.valueToTree(exchange.getMessage().getBody());
        Optional<TaskRun> run = TaskRun.of(exchange);
        Call call = run.map(task -> task.call(exchange, EntryKind.TOOL)).orElse(null);
        String key = call == null ? exchange.getExchangeId() : run.get().taskId() + "/" + call.key();
        String dataClass = exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class);
        exchange.setProperty(ToolCall.PROPERTY, new ToolCall(tool, arguments, call, key, scope, dataClass, null));
    }

    /**
     * Lets through what somebody outside asks of a tool, in the header {@code tuttiTool} and the body: arguments that fit, and
     * where strangers may have written them, in a file, only for a tool that neither writes nor sends.
     *
     * @throws Refused when it may not go to the tool
     */
    public void admit(Exchange exchange) {
        String tool = String.valueOf(exchange.getMessage().getHeader(TOOL));
        boolean isUntrusted = TaskRun.of(exchange).filter(TaskRun::isUntrusted).isPresent();
        if (isUntrusted && tools.traits(tool).reachesOut()) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "Tool '%s' was asked for in a file, which strangers may have written, and it writes or sends. Ask for it by HTTP, JMS or MCP."
                            .formatted(tool));
        }
        tools.requireFit(tool, json.valueToTree(exchange.getMessage().getBody()));
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
     * @throws Refused when there is no such tool, it may not, or they did not agree
     * @throws io.tutti.task.Suspended until they have decided
     */
    public void permit(Exchange exchange) throws Exception {
        ToolCall asked = asked(exchange);
        orTell(exchange, asked, () -> {
            if (asked.scope() != null && asked.scope().fault() != null) {
                throw new Refused(Reason.BAD_INPUT, asked.scope().fault());
            }
            exchange.setProperty(ToolCall.PROPERTY, permits.grant(exchange, asked));
        });
    }

    /**
     * Calls the tool, once it is written down that it is called, on a copy that carries the arguments, the idempotency key
     * and nothing else.
     */
    public void call(Exchange exchange) throws Exception {
        ToolCall asked = asked(exchange);
        if (fault(exchange).isEmpty()) {
            orTell(exchange, asked, () -> make(exchange, asked));
        }
    }

    private void make(Exchange exchange, ToolCall asked) throws Exception {
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
        copy.setVariable(NAME, asked.tool());
        copy.getMessage().setBody(json.convertValue(asked.arguments(), Object.class));
        if (asked.call() != null) {
            asked.call().enter(copy);
        }
        producer.send("direct:" + tools.endpoint(asked.tool()), copy);
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
        TaskRun run = TaskRun.of(exchange).orElseThrow();
        List<Write> rows = fault(exchange)
                .map(why -> List.of(ledger.refused(run, asked, result, why)))
                .orElseGet(() -> ledger.done(run, asked, result, call, told));
        call.record(new Outcome(asked.arguments(), result, null, Usage.NONE, rows));
        Failpoint.TOOL_RECORDED.reach();
        exchange.getMessage().setBody(json.convertValue(result, Object.class));
    }

    /**
     * A flow fails with its tool. An agent is told of a no, and of a failure that changed nothing; where something may
     * have been changed it fails too, so that the same call is made again and no other one beside it.
     */
    private void orTell(Exchange exchange, ToolCall asked, Stage stage) throws Exception {
        try {
            stage.run();
        } catch (Suspended | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            boolean mayTell = e instanceof Refused || tools.isRead(asked.tool());
            if (asked.scope() == null || !mayTell) {
                throw e;
            }
            LOG.info("Tool {} failed for agent {}", asked.tool(), asked.scope().agent(), e);
            String why = e instanceof Failure ? e.getMessage() : "The tool failed. Try something else.";
            exchange.setProperty(FAULT, why);
            exchange.getMessage().setBody(Map.of("error", why));
        }
    }

    private static Optional<String> fault(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(FAULT, String.class));
    }

    @FunctionalInterface
    private interface Stage {
        void run() throws Exception;
    }

    private Write outsideATask(ToolCall asked) {
        return audit.record(new AuditEvent(
                AuditAction.TOOL_CALLED, null, "hub", "default", asked.tool(), asked.toldWithGrant("done")));
    }

    private static ToolCall asked(Exchange exchange) {
        return exchange.getProperty(ToolCall.PROPERTY, ToolCall.class);
    }
}
