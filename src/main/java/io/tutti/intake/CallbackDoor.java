package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.IdSource;
import io.tutti.waiting.Callback;
import io.tutti.waiting.Callbacks;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * Callbacks of the queue {@code tutti.callbacks}, called by the route {@code callbacks}: JSON or text, with the
 * {@code JMSCorrelationID} that a task waits for. Thread-safe.
 */
@Component("callbackDoor")
public final class CallbackDoor {

    private static final String SEND = "api:callbacks.send";

    private final JmsCallers callers;
    private final Guard guard;
    private final Callbacks callbacks;
    private final InputText inputs;
    private final IdSource ids;
    private final Clock clock;

    CallbackDoor(JmsCallers callers, Guard guard, Callbacks callbacks, InputText inputs, IdSource ids, Clock clock) {
        this.callers = callers;
        this.guard = guard;
        this.callbacks = callbacks;
        this.inputs = inputs;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Reads and keeps a callback; the message's id is the callback's, so that one that is delivered again counts once.
     *
     * @throws Refused when it is unreadable or has no correlation
     */
    public void receive(Exchange exchange) throws JMSException {
        Caller caller = callers.of(exchange);
        QueueDoor.keep(exchange, caller);
        if (!caller.equals(JmsCallers.DOOR)) {
            guard.require(caller, SEND);
        }
        Message message = exchange.getMessage();
        String correlation = message.getHeader("JMSCorrelationID", String.class);
        if (correlation == null) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A callback came without JMSCorrelationID; set it to the correlation that the task waits for.");
        }
        String id = Optional.ofNullable(message.getHeader("JMSMessageID", String.class))
                .orElseGet(ids::next);
        var body = inputs.jsonOrText(QueueDoor.text(message.getBody()));
        callbacks.receive(
                new Callback(
                        caller.tenant(), id, correlation, body, clock.instant().truncatedTo(ChronoUnit.MICROS)),
                caller.principal());
    }
}
