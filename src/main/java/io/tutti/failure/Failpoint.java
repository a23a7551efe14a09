package io.tutti.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Places at which a test lets the process die as a {@code kill -9} would: {@code -Dtutti.failpoint=step-recorded}, or
 * {@code -Dtutti.failpoint=step-recorded:3} for the third time that the place is reached. Only a property of the Java
 * machine arms one: no setting, message or model can. An unarmed place costs one comparison. Thread-safe.
 */
public enum Failpoint {
    /** A message is in hand; nothing is written. */
    MESSAGE_RECEIVED,
    /** A file is read; nothing is written. */
    FILE_READ,
    /** A request was checked; its task rows are not written. */
    ACCEPTING,
    /** The task rows are on disk; the message, the file or the caller does not know. */
    ACCEPTED,
    /** The HTTP answer is ready and not sent. */
    ANSWERING,
    /** A model has answered; the journal does not know. */
    MODEL_ANSWERED,
    /** The effect ledger says that a tool is called; it is not. */
    TOOL_CALLING,
    /** A tool has done its work; the journal does not know. */
    TOOL_CALLED,
    /** A tool's result is in the journal; its step is not. */
    TOOL_RECORDED,
    /** A step is in the journal. */
    STEP_RECORDED,
    /** A case is in the inbox; its task does not wait yet. */
    HANDED_OFF,
    /** A decision is on disk; its task does not run yet. */
    DECIDED,
    /** A task's end, and its reply, are on disk; the reply is not sent. */
    ENDED,
    /** Messages of the outbox are with the broker; the outbox still has them. */
    OUTBOX_SENT,
    /** A seal is on disk; the checkpoint beside the database is not. */
    SEALED,
    /** The checkpoint's next content is written; it has not taken the place of the old one. */
    CHECKPOINT_WRITTEN,
    /** The database has one more migration; more may follow. */
    MIGRATED;

    /** The system property that arms a place. */
    public static final String PROPERTY = "tutti.failpoint";

    private static final int AS_IF_KILLED = 137;

    private final AtomicInteger left = new AtomicInteger(times(System.getProperty(PROPERTY, "")));

    /** Ends the process here, without any shutdown hook, when this place is armed and its turn has come. */
    public void reach() {
        if (left.get() > 0 && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(AS_IF_KILLED);
        }
    }

    /** The name in the property. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Makes sure that the property names a place.
     *
     * @throws Refused otherwise: a test that arms nothing would pass
     */
    public static void check() {
        String asked = System.getProperty(PROPERTY, "");
        if (!asked.isEmpty() && Arrays.stream(values()).allMatch(point -> point.times(asked) == 0)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "-D%s=%s names no place; there are %s, each with an optional :<n> of at least 1."
                            .formatted(
                                    PROPERTY,
                                    asked,
                                    Arrays.stream(values()).map(Failpoint::word).collect(Collectors.joining(", "))));
        }
    }

    /** At which time it is this place's turn; 0 when it is not armed. */
    private int times(String asked) {
        if (asked.equals(word())) {
            return 1;
        }
        String counted = word() + ":";
        return asked.startsWith(counted) && asked.substring(counted.length()).matches("[1-9]\\d{0,5}")
                ? Integer.parseInt(asked.substring(counted.length()))
                : 0;
    }
}
