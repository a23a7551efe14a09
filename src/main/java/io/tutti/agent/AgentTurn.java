package io.tutti.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.model.ModelPrompt;
import io.tutti.model.Reply;
import io.tutti.tool.ToolTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The state of one way through the route {@code call-agent}. Used by one thread. */
final class AgentTurn {

    private static final String PROPERTY = "tuttiAgentTurn";

    private final Map<String, String> names = new HashMap<>();
    private final List<ChatMessage> said = new ArrayList<>();
    private final Deque<ToolExecutionRequest> wanted = new ArrayDeque<>();
    private final Instant end;
    private final int mostHandoffs;
    private AgentEntry agent;
    private List<ToolSpecification> tools = List.of();
    private int rounds;
    private int toolCalls;
    private int handoffs;
    private boolean isTainted;
    private @Nullable Reply answer;

    /**
     * @param offers the tools that its models are told of
     * @param messages what it is asked
     * @param isTainted whether the messages have content that the task's owner did not write
     */
    AgentTurn(
            AgentEntry agent,
            List<ToolTable.Offer> offers,
            List<ChatMessage> messages,
            boolean isTainted,
            Instant now) {
        this.agent = agent;
        this.isTainted = isTainted;
        this.end = now.plus(agent.deadline());
        this.mostHandoffs = agent.mostHandoffs();
        said.add(SystemMessage.from(agent.instructions()));
        said.addAll(messages);
        offer(offers);
    }

    private void offer(List<ToolTable.Offer> offers) {
        tools = offers.stream()
                .map(offer -> ModelPrompt.tool(offer.function(), offer.description(), offer.parameters()))
                .toList();
        names.clear();
        offers.forEach(offer -> names.put(offer.function(), offer.name()));
    }

    static AgentTurn of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PROPERTY, AgentTurn.class), PROPERTY);
    }

    void set(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** The turn is over; one around it, whose agent's tool asked this agent, goes on. */
    static void clear(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    AgentEntry agent() {
        return agent;
    }

    boolean isTainted() {
        return isTainted;
    }

    boolean isAtWork() {
        return answer == null;
    }

    boolean wantsTool() {
        return !wanted.isEmpty() && handoff().isEmpty();
    }

    /** To whom the agent wants to hand over next; empty when it does not, or may not. */
    Optional<String> handoff() {
        return Optional.ofNullable(wanted.peek())
                .map(ToolExecutionRequest::name)
                .filter(name -> name.startsWith(AgentHandoffs.FUNCTION))
                .map(name -> name.substring(AgentHandoffs.FUNCTION.length()))
                .filter(agent.handoffs()::contains);
    }

    /** What was said so far, by whom; without instructions. */
    List<ChatMessage> said() {
        return List.copyOf(said.subList(1, said.size()));
    }

    /** What the model said beside the calls that it wants; empty when it said nothing. */
    String suggestion() {
        return said.reversed().stream()
                .filter(AiMessage.class::isInstance)
                .map(message -> Objects.requireNonNullElse(((AiMessage) message).text(), ""))
                .findFirst()
                .orElse("");
    }

    /** @throws Refused when there were as many handoffs as there may be */
    void countHandoff() {
        if (handoffs == mostHandoffs) {
            throw overLimit("hand over again after " + handoffs + " handoffs", "handoffs");
        }
        handoffs++;
    }

    /** The next agent goes on with all that was said; what the last one also wanted is not done. */
    void handOver(AgentEntry next, List<ToolTable.Offer> offers) {
        hearResult("The conversation is with " + next.name() + " now.");
        while (!wanted.isEmpty()) {
            hearResult("Not called: the conversation was handed over.");
        }
        agent = next;
        rounds = 0;
        toolCalls = 0;
        said.set(0, SystemMessage.from(next.instructions()));
        offer(offers);
    }

    /** A person gave the answer. */
    void answeredBy(Reply person) {
        answer = person;
    }

    /** What came of the next call, or why nothing did. */
    void hearResult(String result) {
        said.add(ToolExecutionResultMessage.from(wanted.remove(), result));
    }

    /** @throws Refused when it has asked as often, or worked as long, as it may */
    ChatRequest nextRound(Instant now) {
        if (rounds == agent.rounds()) {
            throw overLimit("ask its models again after " + rounds + " rounds", "rounds");
        }
        if (!now.isBefore(end)) {
            throw overLimit("go on after " + agent.deadline().toSeconds() + " s", "deadline");
        }
        rounds++;
        return ChatRequest.builder()
                .messages(List.copyOf(said))
                .toolSpecifications(tools)
                .build();
    }

    Duration left(Instant now) {
        return Duration.between(now, end);
    }

    /** @throws Refused when the model wants more calls of tools than are left; then none of them is made */
    void hear(Reply reply) {
        if (reply.toolCalls().isEmpty()) {
            answer = reply;
            return;
        }
        if (toolCalls + reply.toolCalls().size() > agent.toolCalls()) {
            throw overLimit("call " + reply.toolCalls().size() + " tools after " + toolCalls + " calls", "tool-calls");
        }
        toolCalls += reply.toolCalls().size();
        wanted.addAll(reply.toolCalls());
        said.add(AiMessage.builder()
                .text(reply.text().isEmpty() ? null : reply.text())
                .toolExecutionRequests(reply.toolCalls())
                .build());
    }

    ToolExecutionRequest nextTool() {
        return wanted.element();
    }

    /** The tool that models call so; the same for what they were not told of. */
    String toolNamed(String function) {
        return names.getOrDefault(function, function);
    }

    /** What the tool said; from then on the agent knows untrusted content. */
    void hearTool(String result) {
        hearResult(result);
        isTainted = true;
    }

    Reply answer() {
        return Objects.requireNonNull(answer, "at work");
    }

    private Refused overLimit(String wish, String limit) {
        return new Refused(
                Reason.OVER_LIMIT,
                "Agent '%s' was to %s, which is the most that limits.%s of config/agents/%s.yaml allows. Look at the task's journal for what it is after, or raise the limit, and redrive the dead letter."
                        .formatted(agent.name(), wish, limit, agent.name()));
    }
}
