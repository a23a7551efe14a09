package io.tutti.broker;

/**
 * The body of a JMS message that the hub does not take: it is handed to the route in place of a content, so that the
 * route can put it in {@link Queues#REJECTED}.
 *
 * @param reason what was found and what to send instead
 * @param original the content as bytes, never deserialised; empty where the message has none
 */
public record Unreadable(String reason, byte[] original) {

    @Override
    public String toString() {
        return reason;
    }
}
