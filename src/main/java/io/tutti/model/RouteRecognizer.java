package io.tutti.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Unavailable;
import io.tutti.redaction.Recognizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.stereotype.Component;

/**
 * Asks a Camel route what is personal in a text, which is its body; its last body is a list of maps with {@code start} and
 * {@code end}, or the JSON of one, as Presidio's analyzer answers. Thread-safe.
 */
@Component
final class RouteRecognizer implements Recognizer {

    private final ObjectFactory<ProducerTemplate> producer;
    private final ObjectMapper json;

    RouteRecognizer(ObjectFactory<ProducerTemplate> producer, ObjectMapper json) {
        this.producer = producer;
        this.json = json;
    }

    @Override
    public List<Span> find(String route, String text) {
        try {
            return spans(route, producer.getObject().requestBody("direct:" + route + "?block=false", text));
        } catch (CamelExecutionException | JsonProcessingException e) {
            throw new Unavailable("The route " + route + " was asked what is personal in a text, and failed.", e);
        }
    }

    private List<Span> spans(String route, Object answer) throws JsonProcessingException {
        JsonNode found = answer instanceof List<?> ? json.valueToTree(answer) : json.readTree(String.valueOf(answer));
        List<Span> spans = new ArrayList<>();
        for (JsonNode each : found) {
            if (!each.path("start").canConvertToInt() || !each.path("end").canConvertToInt()) {
                break;
            }
            spans.add(new Span(each.path("start").intValue(), each.path("end").intValue()));
        }
        if (!found.isArray() || spans.size() < found.size()) {
            throw new Unavailable("The route " + route + " was asked what is personal in a text, and answered with"
                    + " something else than a list of start and end.");
        }
        return spans;
    }
}
