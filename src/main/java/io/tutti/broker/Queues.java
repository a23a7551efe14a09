package io.tutti.broker;

/** The names of the hub's own queues. They are public: other programs send to them and read them. */
public final class Queues {

    /** Where tasks come in; {@code tutti.tasks.<flow>} leads here too. */
    public static final String TASKS = "tutti.tasks";
    /** Answers of tasks that asked for no other place. */
    public static final String RESULTS = "tutti.results";
    /** One message for each new inbox item. */
    public static final String INBOX = "tutti.inbox";
    /** People's decisions. */
    public static final String DECISIONS = "tutti.decisions";
    /** What other systems send to tasks that wait for it. */
    public static final String CALLBACKS = "tutti.callbacks";
    /** What could not be accepted, with the reason in {@code tuttiError}. */
    public static final String REJECTED = "tutti.rejected";
    /** Audit records and copies of messages; the newest 100,000. */
    public static final String AUDIT = "tutti.audit";
    /** One message for each dead letter of a task. */
    public static final String DEAD_LETTER = "tutti.dead-letter";
    /** Messages that the broker could not hand over in {@code maxDeliveryAttempts} tries; nothing reads it. */
    public static final String UNDELIVERED = "tutti.dead-letter.jms";
    /** Messages whose time to live ran out before somebody took them; nothing reads it. */
    public static final String EXPIRED = "tutti.expired";

    private Queues() {}
}
