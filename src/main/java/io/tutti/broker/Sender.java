package io.tutti.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who sent a message.
 *
 * @param house the hub's own user, which systems share that have none of their own
 * @param isTrusted whether the broker writes who sent a message, so that no sender can
 */
public record Sender(String house, boolean isTrusted) {

    /** Where brokers write who sent a message (Jakarta Messaging 3.1, 3.5.9). */
    private static final String USER = "JMSXUserID";

    /** The names of queues that belong to {@code user} begin with it. */
    public static String ownQueues(String user) {
        return "principals." + user + ".";
    }

    /** The user who sent the message; empty for the house's, and where the broker's word counts for nothing. */
    public Optional<String> of(@Nullable Message message) throws JMSException {
        String user = message == null || !isTrusted ? null : message.getStringProperty(USER);
        return Optional.ofNullable(user).filter(name -> !name.isEmpty() && !name.equals(house));
    }
}
