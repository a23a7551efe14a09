package io.tutti.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.access.Verdict;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.model.AgentAsks;
import io.tutti.model.ModelPrompt;
import io.tutti.model.Reply;
import io.tutti.task.TaskRun;
import io.tutti.tool.ToolScope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way of an agent, stage by stage; the route {@code call-agent} puts them in order. Each call of a model and of a
 * tool is in the task's journal, so after a crash or a wait the turn is told again from there and goes on. Thread-safe.
 */
@Component("agentGateway")
public final class AgentGateway {

    private static final String AGENT = "tuttiAgent";
    private static final String TOOL = "tuttiTool";
    /** What OpenAI allows as the name of a function. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    /** Stands for what a model took for a name. */
    private static final String UNNAMED = "unnamed";

    private final Agents agents;
    private final AgentHandoffs handoffs;
    private final Guard guard;
    private final KillSwitches switches;
    private final AuditTrail audit;
    private final ObjectMapper json;
    private final Clock clock;

    AgentGateway(
            Agents agents,
            AgentHandoffs handoffs,
            Guard guard,
            KillSwitches switches,
            AuditTrail audit,
            ObjectMapper json,
            Clock clock) {
        this.agents = agents;
        this.handoffs = handoffs;
        this.guard = guard;
        this.switches = switches;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Begins a turn of the agent named in the header {@code tuttiAgent}.
     *
     * @throws Refused when there is no such agent, whoever the task belongs to may not use it, it is stopped, the body
     *     says nothing, or this is no task
     */
    public void open(Exchange exchange) {
        String name = String.valueOf(exchange.getMessage().removeHeader(AGENT));
        boolean isTainted = exchange.getMessage().getHeader(TaskRun.UNTRUSTED, false, Boolean.class);
        exchange.getMessage().removeHeader(TaskRun.UNTRUSTED);
        AgentEntry agent = agents.require(name);
        TaskRun run = TaskRun.of(exchange)
                .orElseThrow(() -> new Refused(
                        Reason.NOT_PERMITTED,
                        "Agent '%s' was asked outside a task; what an agent does is kept in a task's journal. Ask it from a flow."
                                .formatted(name)));
        requireOn(agent);
        Verdict verdict = guard.require(new Asked(
                guard.find(run.principal(), run.tenant()),
                Agents.PREFIX + name,
                Map.of(),
                run.flow(),
                run.taskId(),
                exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class)));
        Object body = exchange.getMessage().getBody();
        List<ChatMessage> messages = ModelPrompt.messages(asked(body));
        AgentTurn turn = new AgentTurn(
                agent,
                handoffs.offers(agent),
                messages,
                isTainted || run.isUntrusted() || hasEvidence(body),
                clock.instant());
        turn.set(exchange);
        run.alongside(exchange, asked(run, turn, verdict));
    }

    private Write asked(TaskRun run, AgentTurn turn, Verdict verdict) {
        Map<String, Object> detail = Map.of("by", verdict.rule(), "untrusted", turn.isTainted());
        return audit.record(new AuditEvent(
                AuditAction.AGENT_ASKED,
                run.taskId(),
                run.principal(),
                run.tenant(),
                turn.agent().name(),
                detail));
    }

    /** Evidence was dug out of databases and documents, whoever wrote those. */
    private static boolean hasEvidence(@Nullable Object body) {
        return body instanceof Map<?, ?> map && map.containsKey("evidence");
    }

    private static @Nullable Object asked(@Nullable Object body) {
        if (body instanceof Map<?, ?> map && map.containsKey("messages")) {
            return map.get("messages");
        }
        return body instanceof Map<?, ?> map && map.containsKey("text") ? map.get("text") : body;
    }

    /** Whether it has no answer yet. Camel asks this on a copy of the exchange. */
    public boolean isAtWork(Exchange exchange) {
        return AgentTurn.of(exchange).isAtWork();
    }

    /** Whether the next thing is the call of a tool; else it is a call of the agent's pool. */
    public boolean wantsTool(Exchange exchange) {
        return AgentTurn.of(exchange).wantsTool();
    }

    /**
     * Puts what was said so far in front of the agent's pool.
     *
     * @throws Refused when the agent is stopped, or has no rounds or no time left
     */
    public void ask(Exchange exchange) {
        AgentTurn turn = AgentTurn.of(exchange);
        requireOn(turn.agent());
        exchange.getMessage().setBody(turn.nextRound(clock.instant()));
        new AgentAsks(turn.agent().name(), turn.agent().pool(), turn.left(clock.instant())).set(exchange);
    }

    /** @throws Refused when the model wants more calls of tools than the agent has left */
    public void toldByModel(Exchange exchange) {
        AgentTurn.of(exchange).hear(Reply.of(exchange));
    }

    /** Puts the next call in front of {@code direct:call-tool}; whatever is wrong with it, is its result. */
    public void nextTool(Exchange exchange) {
        AgentTurn turn = AgentTurn.of(exchange);
        ToolExecutionRequest wanted = turn.nextTool();
        boolean isNamed = NAME.matcher(wanted.name()).matches();
        JsonNode arguments = arguments(wanted, json);
        String fault = !isNamed
                ? "A tool was asked for by what is no name of a tool; call one of those that you were told of."
                : arguments == null
                        ? "Tool '%s' was asked with arguments that are no JSON object. Correct them and call it again."
                                .formatted(wanted.name())
                        : null;
        exchange.setProperty(
                ToolScope.PROPERTY,
                new ToolScope(
                        turn.agent().name(),
                        turn.agent().tools(),
                        turn.agent().allowTainted(),
                        turn.isTainted(),
                        fault));
        exchange.getMessage().setHeader(TOOL, isNamed ? turn.toolNamed(wanted.name()) : UNNAMED);
        exchange.getMessage().setBody(arguments == null ? Map.of() : json.convertValue(arguments, Object.class));
    }

    /** What the model wrote; null when it is no JSON object. */
    static @Nullable JsonNode arguments(ToolExecutionRequest wanted, ObjectMapper json) {
        if (wanted.arguments() == null || wanted.arguments().isBlank()) {
            return json.createObjectNode();
        }
        try {
            JsonNode read = json.readTree(wanted.arguments());
            return read.isObject() ? read : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Tells the model what came of the call. */
    public void toldByTool(Exchange exchange) {
        Object result = exchange.getMessage().getBody();
        AgentTurn.of(exchange)
                .hearTool(
                        result instanceof String text
                                ? text
                                : json.valueToTree(result).toString());
    }

    /** Leaves the answer. */
    public void answer(Exchange exchange) {
        exchange.getMessage().setBody(AgentTurn.of(exchange).answer().text());
        AgentTurn.clear(exchange);
    }

    private void requireOn(AgentEntry agent) {
        switches.requireOn(KillSwitch.Kind.AGENT, agent.name());
    }
}
