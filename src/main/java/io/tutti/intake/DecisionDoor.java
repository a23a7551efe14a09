package io.tutti.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.handoff.Decision;
import io.tutti.handoff.Inbox;
import jakarta.jms.JMSException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * Decisions of the queue {@code tutti.decisions}, called by the route {@code decisions}: JSON with {@code id},
 * {@code decision}, and as needed {@code output} and {@code reason}. Thread-safe.
 */
@Component("decisionDoor")
public final class DecisionDoor {

    private static final String DECIDE = "api:inbox.decide";

    private final JmsCallers callers;
    private final Guard guard;
    private final Inbox inbox;
    private final InputText inputs;

    DecisionDoor(JmsCallers callers, Guard guard, Inbox inbox, InputText inputs) {
        this.callers = callers;
        this.guard = guard;
        this.inbox = inbox;
        this.inputs = inputs;
    }

    /**
     * Reads and records a decision.
     *
     * @throws Refused when it is unreadable, unknown or too late
     */
    public void decide(Exchange exchange) throws JMSException {
        Caller caller = callers.of(exchange);
        QueueDoor.keep(exchange, caller);
        guard.requireSome(caller, DECIDE);
        Message message = exchange.getMessage();
        JsonNode asked = inputs.json(QueueDoor.text(message.getBody()));
        if (!asked.path("id").isTextual()) {
            throw new Refused(
                    Reason.BAD_INPUT, "A decision needs the 'id' of its inbox item as a text; none was given.");
        }
        var item = inbox.require(asked.path("id").asText(), caller.tenant());
        guard.require(new Asked(caller, DECIDE, Map.of(), item.flow(), item.task()));
        JsonNode reason = asked.path("reason");
        var decision = Decision.of(
                asked.path("decision").asText(null), asked.get("output"), reason.isTextual() ? reason.asText() : null);
        inbox.decide(item, decision, caller.principal());
    }
}
