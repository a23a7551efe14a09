package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.access.Verdict;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.springframework.stereotype.Component;

/**
 * Asks people whether a tool may be called, through {@code direct:ask-person}, one after the other. Each is shown the
 * arguments and may change them; whoever does speaks for the new ones alone, and the others are asked again. Thread-safe.
 */
@Component
final class Approval {

    private static final String PART = "approval";
    private static final Map<String, String> CHOICES = Map.of(
            "approve", "The tool is called with these arguments.",
            "edit", "The tool is called with the arguments in the output, an object.",
            "reject", "The tool is not called; the task fails, or its agent is told so.");

    private final ProducerTemplate producer;
    private final ObjectMapper json;

    Approval(CamelContext camel, ObjectMapper json) {
        this.producer = camel.createProducerTemplate();
        this.json = json;
    }

    /**
     * What was agreed to.
     *
     * @param arguments with which the tool may be called
     * @param people who said so
     */
    record Given(JsonNode arguments, List<String> people) {}

    /** What the rules say of a call with these arguments; refuses those that are not permitted. */
    @FunctionalInterface
    interface Rules {
        Verdict of(JsonNode arguments);
    }

    /**
     * The arguments that enough people agreed to: as many as the rules want for these, and not for those that were asked
     * first. They are the ones that were shown, whatever the flow asks when it comes by again.
     *
     * @throws io.tutti.task.Suspended until they have
     * @throws Refused when one of them said no, or changed them into what is not permitted
     */
    Given of(Exchange exchange, ToolCall asked, Rules rules) throws Exception {
        JsonNode arguments = asked.arguments();
        Set<String> agreed = new LinkedHashSet<>();
        for (Verdict verdict = rules.of(arguments); agreed.size() < verdict.people(); verdict = rules.of(arguments)) {
            Map<?, ?> decision = ask(exchange, asked, arguments, verdict, agreed);
            String by = String.valueOf(decision.get("by"));
            switch (String.valueOf(decision.get("decision"))) {
                case "approve" -> arguments = json.valueToTree(decision.get("output"));
                case "edit", "answer" -> {
                    arguments = json.valueToTree(decision.get("output"));
                    agreed.clear();
                }
                default ->
                    throw new Refused(
                            Reason.NOT_PERMITTED,
                            "Tool '%s' was to be called, and %s said no: %s."
                                    .formatted(asked.tool(), by, decision.get("reason")));
            }
            agreed.add(by);
        }
        return new Given(arguments, List.copyOf(agreed));
    }

    private Map<?, ?> ask(Exchange exchange, ToolCall asked, JsonNode arguments, Verdict verdict, Set<String> agreed)
            throws Exception {
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getMessage().removeHeaders("*");
        copy.getMessage().setBody(describe(asked, arguments, verdict, agreed));
        Call call = Objects.requireNonNull(asked.call(), "asked within a task");
        call.enter(copy, PART);
        producer.send("direct:ask-person", copy);
        if (copy.getException() != null) {
            throw copy.getException();
        }
        return copy.getMessage().getBody(Map.class);
    }

    private Map<String, Object> describe(ToolCall asked, JsonNode arguments, Verdict verdict, Set<String> agreed) {
        Map<String, Object> handed = new LinkedHashMap<>();
        handed.put("reason", "approval: may tool " + asked.tool() + " be called?");
        handed.put(
                "question",
                "Tool %s is to be called, and %s wants the yes of %d. Look at the arguments."
                        .formatted(asked.tool(), verdict.approval(), verdict.people()));
        handed.put("tool", asked.tool());
        handed.put("suggestion", json.convertValue(arguments, Object.class));
        handed.put("agreed", List.copyOf(agreed));
        handed.put("notBy", List.copyOf(agreed));
        handed.put("choices", CHOICES);
        return handed;
    }
}
