package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.provider.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;

/**
 * An answer of a model.
 *
 * @param text what it says; empty when it only asks for calls of tools
 * @param toolCalls the calls of tools that it asks for
 * @param finish why it ended
 * @param confidence 0 to 1
 * @param model the name of the model that says so
 * @param sources of the passages that it rests on
 * @param tokens what the call used; {@link Tokens#NONE} for an answer out of the journal
 */
public record Reply(
        String text,
        List<ToolExecutionRequest> toolCalls,
        FinishReason finish,
        double confidence,
        String model,
        List<String> sources,
        Tokens tokens) {

    private static final String PROPERTY = "tuttiReply";

    /**
     * A text that no model wrote.
     *
     * @param by who did, in place of a model's name
     */
    public static Reply of(String text, String by) {
        return new Reply(text, List.of(), FinishReason.STOP, 1, by, List.of(), Tokens.NONE);
    }

    /** The reply that {@code direct:call-model} left on the exchange. */
    public static Reply of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PROPERTY, Reply.class), PROPERTY);
    }

    /** The same answer without a call: it used no tokens. */
    Reply again() {
        return new Reply(text, List.of(), finish, confidence, model, sources, Tokens.NONE);
    }

    /** The form in the journal. */
    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .put("confidence", confidence)
                .put("model", model);
        sources.forEach(json.putArray("sources")::add);
        if (!toolCalls.isEmpty()) {
            var calls = json.putArray("toolCalls");
            toolCalls.forEach(call -> calls.addObject()
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments()));
        }
        return json;
    }

    /** The recorded reply; a text alone is one that a person put there. */
    static Reply of(JsonNode json) {
        if (json.isTextual()) {
            return of(json.asText(), "edited");
        }
        List<String> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(source.asText()));
        List<ToolExecutionRequest> calls = new ArrayList<>();
        json.path("toolCalls")
                .forEach(call -> calls.add(ToolExecutionRequest.builder()
                        .id(call.path("id").asText())
                        .name(call.path("name").asText())
                        .arguments(call.path("arguments").asText())
                        .build()));
        return new Reply(
                json.path("text").asText(),
                calls,
                calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_EXECUTION,
                json.path("confidence").asDouble(),
                json.path("model").asText(),
                sources,
                Tokens.NONE);
    }

    /** Leaves it to the caller of {@code direct:call-model}: the text as body, the rest as variables. */
    void leaveOn(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
        exchange.getMessage().setBody(text);
        exchange.setVariable("answerConfidence", confidence);
        exchange.setVariable("answerModel", model);
        exchange.setVariable("answerSources", sources);
    }
}
