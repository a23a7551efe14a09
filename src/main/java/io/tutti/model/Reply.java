package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * An answer of a model.
 *
 * @param text what it says
 * @param confidence 0 to 1
 * @param model who says so
 * @param sources of the passages that it rests on
 */
record Reply(String text, double confidence, String model, List<String> sources) {

    /** The form in the journal. */
    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .put("confidence", confidence)
                .put("model", model);
        sources.forEach(json.putArray("sources")::add);
        return json;
    }

    /** The recorded reply; a text alone is one that a person put there. */
    static Reply of(JsonNode json) {
        if (json.isTextual()) {
            return new Reply(json.asText(), 1, "edited", List.of());
        }
        List<String> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(source.asText()));
        return new Reply(
                json.path("text").asText(),
                json.path("confidence").asDouble(),
                json.path("model").asText(),
                sources);
    }

    /** Leaves it to the caller of {@code direct:call-model}: the text as body, the rest as variables. */
    void leaveOn(Exchange exchange) {
        exchange.getMessage().setBody(text);
        exchange.setVariable("answerConfidence", confidence);
        exchange.setVariable("answerModel", model);
        exchange.setVariable("answerSources", sources);
    }
}
