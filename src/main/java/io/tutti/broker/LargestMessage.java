package io.tutti.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses, at the sender, a message that no reader here could hold in memory. Messages between
 * {@link SafeConverter#LARGEST_BYTES} and this limit are accepted by the broker and rejected, whole, by the intake.
 */
final class LargestMessage implements ActiveMQServerMessagePlugin {

    private static final long BYTES = 64L * 1024 * 1024;

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreate)
            throws ActiveMQException {
        long bytes = message.getWholeMessageSize();
        if (bytes > BYTES) {
            throw new ActiveMQException(
                    "A message of " + bytes + " bytes was sent; the largest is " + BYTES
                            + ". Send a reference to the content instead.",
                    ActiveMQExceptionType.ADDRESS_FULL);
        }
    }
}
