package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.access.Principals;
import io.tutti.access.Tokens;
import io.tutti.broker.Logins;
import io.tutti.broker.Sender;
import jakarta.jms.JMSException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.stereotype.Component;

/**
 * Who sends by JMS: a principal that logs in at the broker by its name and token, else the door's own. Thread-safe.
 */
@Component
final class JmsCallers implements Logins {

    /** Who sends without a user of its own. */
    static final Caller DOOR = Doors.caller("jms");

    private final Sender sender;
    private final Principals principals;
    private final ObjectFactory<Tokens> tokens;

    /** @param tokens asked for at the first login, since the broker starts before them */
    JmsCallers(Sender sender, Principals principals, ObjectFactory<Tokens> tokens) {
        this.sender = sender;
        this.principals = principals;
        this.tokens = tokens;
    }

    @Override
    public boolean know(String user, String password) {
        return tokens.getObject()
                .authenticate(password)
                .filter(caller -> caller.principal().equals(user))
                .isPresent();
    }

    /** Who sent the message, with the rights that this principal has now; one that is known no more has none. */
    Caller of(Exchange exchange) throws JMSException {
        var message = exchange.getMessage(JmsMessage.class);
        return sender.of(message == null ? null : message.getJmsMessage())
                .map(user -> principals.named(user).orElseGet(() -> new Caller(user, DOOR.tenant(), Set.of())))
                .orElse(DOOR);
    }
}
