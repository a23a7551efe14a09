package io.tutti.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.access.Verdict;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.model.Reply;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import io.tutti.tool.ToolTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Hands a conversation from one agent over to another, or to a person, when its model calls {@code transfer_to_} and one
 * of the names under {@code handoffs} in the agent's file; the route {@code call-agent} asks it. Each handoff is in the
 * task's journal. Thread-safe.
 */
@Component("agentHandoffs")
public final class AgentHandoffs {

    /** Behind it stands to whom, in the name of the function that models call. */
    static final String FUNCTION = "transfer_to_";

    static final String PERSON = "person";

    private static final String ERROR = "error";
    private static final Map<String, String> CHOICES = Map.of(
            "answer", "The output is the answer.",
            "approve", "The suggestion is the answer.",
            "edit", "The output is the answer.",
            "reject", "The agent goes on, and is told the reason.");

    private final Agents agents;
    private final ToolTable tools;
    private final Guard guard;
    private final KillSwitches switches;
    private final AuditTrail audit;
    private final ObjectMapper json;

    AgentHandoffs(
            Agents agents, ToolTable tools, Guard guard, KillSwitches switches, AuditTrail audit, ObjectMapper json) {
        this.agents = agents;
        this.tools = tools;
        this.guard = guard;
        this.switches = switches;
        this.audit = audit;
        this.json = json;
    }

    /** What an agent's models are told of: its tools, and to whom it may hand over. */
    List<ToolTable.Offer> offers(AgentEntry agent) {
        List<ToolTable.Offer> offers = new ArrayList<>(tools.offers(agent.tools()));
        agent.handoffs().forEach(target -> offers.add(offer(target)));
        return offers;
    }

    private ToolTable.Offer offer(String target) {
        String what = target.equals(PERSON)
                ? "Hands the conversation over to a person."
                : "Hands the conversation over to the agent " + target + ": "
                        + agents.require(target).description();
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("type", "object");
        parameters
                .putObject("properties")
                .putObject("reason")
                .put("type", "string")
                .put("description", "Why.");
        return new ToolTable.Offer(FUNCTION + target, FUNCTION + target, what, parameters);
    }

    /** Whether the next thing is a handoff to another agent. Camel asks this on a copy of the exchange. */
    public boolean isToAgent(Exchange exchange) {
        return AgentTurn.of(exchange)
                .handoff()
                .filter(target -> !target.equals(PERSON))
                .isPresent();
    }

    /** Whether the next thing is a handoff to a person. Camel asks this on a copy of the exchange. */
    public boolean isToPerson(Exchange exchange) {
        return AgentTurn.of(exchange).handoff().filter(PERSON::equals).isPresent();
    }

    /**
     * Hands over to the agent that the model named; where that is not permitted or stopped, the model is told so.
     *
     * @throws Refused when there were as many handoffs as there may be
     */
    public void toAgent(Exchange exchange) {
        AgentTurn turn = AgentTurn.of(exchange);
        TaskRun run = TaskRun.of(exchange).orElseThrow();
        AgentEntry next = agents.require(turn.handoff().orElseThrow());
        turn.countHandoff();
        Call call = run.call(exchange, EntryKind.HANDOFF);
        JsonNode told = call.recorded().orElseGet(() -> decide(exchange, run, turn, next, call));
        if (told.has(ERROR)) {
            turn.hearResult(told.toString());
        } else {
            turn.handOver(next, offers(next));
        }
    }

    private JsonNode decide(Exchange exchange, TaskRun run, AgentTurn turn, AgentEntry next, Call call) {
        ObjectNode asked = json.createObjectNode()
                .put("from", turn.agent().name())
                .put("to", next.name())
                .put("reason", reason(turn));
        ObjectNode told = json.createObjectNode();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", turn.agent().name());
        detail.put("untrusted", turn.isTainted());
        try {
            switches.requireOn(KillSwitch.Kind.AGENT, next.name());
            Verdict verdict = guard.require(new Asked(
                    guard.find(run.principal(), run.tenant()),
                    Agents.PREFIX + next.name(),
                    Map.of(),
                    run.flow(),
                    run.taskId(),
                    exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class)));
            told.put("agent", next.name());
            detail.put("by", verdict.rule());
        } catch (Refused e) {
            told.put(ERROR, e.getMessage());
            detail.put("reason", e.getMessage());
        }
        var record = new AuditEvent(
                        AuditAction.HANDED_OVER, run.taskId(), run.principal(), run.tenant(), next.name(), detail)
                .about(asked);
        call.record(new Outcome(asked, told, null, Usage.NONE, List.of(audit.record(record))));
        return told;
    }

    /**
     * Puts the case in front of {@code direct:ask-person}.
     *
     * @throws Refused when there were as many handoffs as there may be
     */
    public void toPerson(Exchange exchange) {
        AgentTurn turn = AgentTurn.of(exchange);
        turn.countHandoff();
        List<Map<String, String>> said =
                turn.said().stream().map(AgentHandoffs::shown).toList();
        Map<String, Object> handed = new LinkedHashMap<>();
        handed.put("reason", "agent " + turn.agent().name() + " hands over: " + reason(turn));
        handed.put(
                "question",
                said.stream()
                        .filter(message -> "user".equals(message.get("role")))
                        .map(message -> message.get("content"))
                        .reduce("", (first, last) -> last));
        handed.put("agent", turn.agent().name());
        handed.put("said", said);
        handed.put("suggestion", turn.suggestion());
        handed.put("choices", CHOICES);
        exchange.getMessage().setBody(handed);
    }

    /** The person's answer is the agent's; after a no the agent goes on. */
    public void toldByPerson(Exchange exchange) {
        AgentTurn turn = AgentTurn.of(exchange);
        JsonNode decision = json.valueToTree(exchange.getMessage().getBody());
        switch (decision.path("decision").asText()) {
            case "approve", "edit", "answer" -> {
                JsonNode output = decision.path("output");
                String text = output.isValueNode() ? output.asText("") : output.toString();
                turn.answeredBy(Reply.of(text, PERSON));
            }
            default ->
                turn.hearResult(json.createObjectNode()
                        .put(
                                ERROR,
                                "%s said no: %s."
                                        .formatted(
                                                decision.path("by").asText(),
                                                decision.path("reason").asText()))
                        .toString());
        }
    }

    private String reason(AgentTurn turn) {
        JsonNode arguments = AgentGateway.arguments(turn.nextTool(), json);
        return arguments == null ? "" : arguments.path("reason").asText("");
    }

    private static Map<String, String> shown(ChatMessage message) {
        return switch (message) {
            case UserMessage user ->
                Map.of(
                        "role",
                        "user",
                        "content",
                        user.hasSingleText()
                                ? user.singleText()
                                : user.contents().toString());
            case SystemMessage system -> Map.of("role", "system", "content", system.text());
            case AiMessage agent ->
                Map.of("role", "assistant", "content", agent.text() == null ? calls(agent) : agent.text());
            case ToolExecutionResultMessage result -> Map.of("role", "tool", "content", result.text());
            default -> Map.of("role", message.type().name(), "content", "");
        };
    }

    private static String calls(AiMessage agent) {
        return String.join(
                ", ",
                agent.toolExecutionRequests().stream()
                        .map(ToolExecutionRequest::name)
                        .toList());
    }
}
