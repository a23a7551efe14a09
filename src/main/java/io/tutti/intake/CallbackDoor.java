package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.IdSource;
import io.tutti.waiting.Callback;
import io.tutti.waiting.Callbacks;
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

    private static final Caller CALLER = Doors.caller("jms");

    private final Callbacks callbacks;
    private final InputText inputs;
    private final IdSource ids;
    private final Clock clock;

    CallbackDoor(Callbacks callbacks, InputText inputs, IdSource ids, Clock clock) {
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
    public void receive(Exchange exchange) {
        QueueDoor.keep(exchange, CALLER);
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
                        CALLER.tenant(), id, correlation, body, clock.instant().truncatedTo(ChronoUnit.MICROS)),
                CALLER.principal());
    }
}
