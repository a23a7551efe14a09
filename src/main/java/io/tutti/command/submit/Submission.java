package io.tutti.command.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent.
 *
 * @param flow the flow's name
 * @param input the input
 * @param isJson whether the input is JSON; else it is a text
 * @param conversation the conversation it belongs to
 * @param key the sender's key, by which a repetition is known
 * @param patience how long to wait for the answer; zero: not at all
 */
record Submission(
        String flow,
        JsonNode input,
        boolean isJson,
        @Nullable String conversation,
        @Nullable String key,
        Duration patience) {

    /** The input as the body of a message or file. */
    String body() {
        return isJson ? input.toString() : input.asText();
    }
}
