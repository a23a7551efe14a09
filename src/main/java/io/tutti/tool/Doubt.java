package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.springframework.stereotype.Component;

/**
 * Asks a person about a call that was sent and whose result was not seen, through {@code direct:ask-person}. Each doubt
 * about one call is an inbox item of its own, under the call's journal key. Thread-safe.
 */
@Component
final class Doubt {

    private static final Map<String, String> CHOICES = Map.of(
            "answer", "The tool has done it; the output is its result.",
            "approve", "The tool has not done it; call it again.",
            "reject", "Neither; the task fails.");

    private final ProducerTemplate producer;
    private final ObjectMapper json;

    Doubt(CamelContext camel, ObjectMapper json) {
        this.producer = camel.createProducerTemplate();
        this.json = json;
    }

    /**
     * What the person said.
     *
     * @return the result when the tool has done its work; empty when it is to be called again
     * @throws io.tutti.task.Suspended until the person has decided
     * @throws Refused when the person said that the call is to be made no more
     */
    Optional<JsonNode> settle(Exchange exchange, ToolCall asked, Call call, Sent sent) throws Exception {
        Map<?, ?> decision = Map.of();
        for (int doubt = 0; doubt <= sent.doubts(); doubt++) {
            decision = ask(exchange, asked, call, sent);
        }
        return switch (String.valueOf(decision.get("decision"))) {
            case "approve" -> Optional.empty();
            case "answer", "edit" -> Optional.of(json.valueToTree(decision.get("output")));
            default ->
                throw new Refused(
                        Reason.CONFLICT,
                        "Whether tool '%s' did its work for %s was not known, and %s decided not to go on: %s. Redrive the dead letter to be asked again."
                                .formatted(
                                        asked.tool(),
                                        asked.idempotencyKey(),
                                        decision.get("by"),
                                        decision.get("reason")));
        };
    }

    private Map<?, ?> ask(Exchange exchange, ToolCall asked, Call call, Sent sent) throws Exception {
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getMessage().removeHeaders("*");
        copy.getMessage().setBody(describe(asked, sent));
        call.enter(copy);
        producer.send("direct:ask-person", copy);
        if (copy.getException() != null) {
            throw copy.getException();
        }
        return copy.getMessage().getBody(Map.class);
    }

    private Map<String, Object> describe(ToolCall asked, Sent sent) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("tool", asked.tool());
        evidence.put("arguments", json.convertValue(asked.arguments(), Object.class));
        evidence.put("idempotencyKey", asked.idempotencyKey());
        evidence.put("sentAt", sent.at().toString());
        evidence.put("problem", sent.problem() == null ? "the hub died before the tool answered" : sent.problem());
        return Map.of(
                "reason",
                "in doubt: was tool " + asked.tool() + " done?",
                "question",
                "Tool " + asked.tool() + " was called and its result was not seen. Look whether it was done.",
                "evidence",
                List.of(evidence),
                "choices",
                CHOICES);
    }
}
