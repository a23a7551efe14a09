package io.tutti.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.transformer.Transformer;

/**
 * Gives a message that was sent to {@code tutti.tasks.<flow>} the property {@code flow}; the address wins over a
 * property that the sender set. The broker makes it, hence public with a plain constructor.
 */
public final class FlowOfAddress implements Transformer {

    /** For the broker. */
    public FlowOfAddress() {
        // Nothing to prepare.
    }

    @Override
    public Message transform(Message message) {
        String sentTo = message.getStringProperty(Message.HDR_ORIGINAL_ADDRESS);
        String address = sentTo == null ? message.getAddress() : sentTo;
        String prefix = Queues.TASKS + ".";
        if (address == null || !address.startsWith(prefix)) {
            return message;
        }
        message.putStringProperty("flow", address.substring(prefix.length()));
        message.reencode();
        return message;
    }
}
