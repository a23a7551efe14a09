package io.tutti.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One journal entry.
 *
 * @param seq the order of recording, from 1
 * @param key the path of enclosing steps with their split and loop indexes, then the step's id or the call's number
 * @param kind step, model, tool, handoff or timer
 * @param status {@code DONE} or {@code FAILED}
 * @param attempt from 1; higher after a redrive
 * @param startedAt when it began
 * @param durationMs how long it took, milliseconds
 * @param input what was asked; null for steps, whose input is the entry before
 * @param output the value that a resume restores
 * @param context for steps: the variables and headers that changed
 * @param model the model that answered
 * @param cost US dollars as a decimal text
 * @param repeated whether the call may have been made once before, just before a crash
 */
public record Entry(
        int seq,
        String key,
        String kind,
        String status,
        int attempt,
        Instant startedAt,
        long durationMs,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        @JsonIgnore @Nullable JsonNode context,
        @Nullable String model,
        String cost,
        boolean repeated) {

    static final String DONE = "DONE";
    static final String FAILED = "FAILED";

    Entry repeatedOne() {
        return new Entry(
                seq, key, kind, status, attempt, startedAt, durationMs, input, output, context, model, cost, true);
    }

    boolean done() {
        return DONE.equals(status);
    }
}
