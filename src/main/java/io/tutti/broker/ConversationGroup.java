package io.tutti.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Makes the messages of one conversation a JMS message group, which the broker hands to one consumer at a time, in order.
 * A group that the sender set stays.
 */
final class ConversationGroup implements ActiveMQServerMessagePlugin {

    private static final String CONVERSATION = "conversation";

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreate) {
        if (isForTasks(message.getAddress()) && message.getGroupID() == null) {
            Object conversation = message.getObjectProperty(CONVERSATION);
            if (conversation != null && !conversation.toString().isBlank()) {
                message.setGroupID(conversation.toString());
            }
        }
    }

    private static boolean isForTasks(String address) {
        return address != null && (address.equals(Queues.TASKS) || address.startsWith(Queues.TASKS + "."));
    }
}
