package io.tutti.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.trace.Trace;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work that was accepted; its JSON form is the task of the HTTP API, of JMS replies and of result files.
 *
 * @param id a UUID of version 7
 * @param flow the flow that carries it
 * @param status where it is in its life
 * @param input what was asked
 * @param output the flow's last body, once completed
 * @param error why it failed
 * @param conversation the conversation it belongs to
 * @param key the sender's key, by which a repetition is known
 * @param principal who asked
 * @param tenant on whose account
 * @param cost what its calls used so far
 * @param createdAt when it was accepted
 * @param endedAt when it reached its end state
 * @param trace by which it is found in other systems
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Task(
        String id,
        String flow,
        TaskStatus status,
        JsonNode input,
        @Nullable JsonNode output,
        @Nullable Error error,
        @Nullable String conversation,
        String key,
        String principal,
        String tenant,
        Cost cost,
        Instant createdAt,
        @Nullable Instant endedAt,
        Trace trace) {

    /** Whether another task waits for it: then any hub with a free place begins it. */
    boolean isPart() {
        return key.startsWith(NewTask.PART_KEY);
    }

    /** The same task in another state. */
    Task with(
            TaskStatus newStatus,
            @Nullable JsonNode newOutput,
            @Nullable Error newError,
            Cost newCost,
            @Nullable Instant at) {
        return new Task(
                id,
                flow,
                newStatus,
                input,
                newOutput,
                newError,
                conversation,
                key,
                principal,
                tenant,
                newCost,
                createdAt,
                at,
                trace);
    }

    /**
     * Why a task failed.
     *
     * @param kind a stable word in kebab case
     * @param message what was asked, what was found, what to do
     * @param step the journal key of the step that failed, null when it failed outside a step
     */
    public record Error(
            String kind, String message, @Nullable String step) {}

    /**
     * What a task's calls used.
     *
     * @param usd US dollars as a decimal text with six places
     * @param inputTokens 0 or more
     * @param outputTokens 0 or more
     * @param modelCalls 0 or more
     * @param toolCalls 0 or more
     */
    public record Cost(String usd, long inputTokens, long outputTokens, int modelCalls, int toolCalls) {

        static Cost of(long microDollars, long inputTokens, long outputTokens, int modelCalls, int toolCalls) {
            return new Cost(usd(microDollars), inputTokens, outputTokens, modelCalls, toolCalls);
        }

        long microDollars() {
            return new BigDecimal(usd).movePointRight(6).longValueExact();
        }

        static String usd(long microDollars) {
            return BigDecimal.valueOf(microDollars, 6).toPlainString();
        }
    }
}
