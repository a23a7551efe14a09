package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.failure.Refused;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * One model, tool or person's part under a step, numbered in the order of the calls, for example
 * {@code answer/model-1}. Used by one thread.
 */
public interface Call {

    /** The journal key. */
    String key();

    /** The recorded output, when this call was finished before a crash or a wait: it must not be made again. */
    Optional<JsonNode> recorded();

    /**
     * Marks {@code exchange}, a copy on which the call is made, as being inside this call: what is put {@linkplain
     * TaskRun#alongside alongside} there is committed with {@link #record}, and further calls are numbered under this key.
     */
    void enter(Exchange exchange);

    /** As {@link #enter(Exchange)}, into a part of this call: further calls are numbered under {@code part} of this key. */
    void enter(Exchange exchange, String part);

    /** Says that this call may have been made before, by a run that a crash cut off; the journal will show it. */
    void markRepeated();

    /**
     * Writes the finished call to the journal, with the rows that belong to it; returns when it is on disk.
     *
     * @throws Refused when the task was cancelled or taken over by another hub
     */
    void record(Outcome outcome);
}
