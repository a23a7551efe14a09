package io.tutti.company;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What the queue {@code company.tickets}, and the caller of the tool, are told of an opened ticket. Thread-safe. */
@Component("ticketEvent")
public final class TicketEvent {

    /** Makes the body a map with {@code ticket}, {@code customer}, {@code category}, {@code status} and {@code question}. */
    public void describe(Exchange exchange) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("ticket", exchange.getVariable("ticketId"));
        event.put("category", exchange.getVariable("category"));
        event.put("status", exchange.getVariable("ticketStatus"));
        if (exchange.getVariable("question") instanceof Map<?, ?> question) {
            event.put("customer", question.get("customer"));
            event.put("question", question.get("text"));
        }
        exchange.getMessage().setBody(event);
    }
}
