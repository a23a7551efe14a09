package io.tutti.broker;

import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.apache.activemq.artemis.api.core.Message;

/** Artemis takes one message of a value of this header, and refuses a transaction with a second one as a whole. */
public final class DuplicateId {

    /** The header's name. */
    public static final String HEADER = Message.HDR_DUPLICATE_DETECTION_ID.toString();

    private DuplicateId() {}

    /** Whether the broker refused what it has already. */
    public static boolean isReasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActiveMQDuplicateIdException) {
                return true;
            }
        }
        return false;
    }
}
