package io.tutti.broker;

import io.tutti.commit.Write;
import java.util.Map;

/**
 * Messages that leave the hub in the same transaction as the change that causes them. A relay sends them in order and
 * forgets each when the receiver has it; the outbox id is the duplicate id.
 */
public interface Outbox {

    /**
     * A text message to a queue.
     *
     * @param queue the queue's name, never taken from a message without a check
     * @param body the text
     * @param headers JMS properties; {@code JMSCorrelationID} sets the correlation id
     */
    Write toQueue(String queue, String body, Map<String, String> headers);

    /** As {@link #toQueue(String, String, Map)}, with a body that a task may keep. */
    Write toQueue(String queue, Claim body, Map<String, String> headers);

    /**
     * A file, written whole and then renamed into place.
     *
     * @param file relative to {@code data/outbox}
     * @param body UTF-8 text
     */
    Write toFile(String file, Claim body);
}
