package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.task.Call;
import org.jspecify.annotations.Nullable;

/**
 * One tool call on its way through the gateway.
 *
 * @param tool the tool's name, found in the table of loaded tools
 * @param arguments what it is asked
 * @param call its place in the task's journal; null outside a task
 * @param idempotencyKey the same for every try of this call
 */
record ToolCall(String tool, JsonNode arguments, @Nullable Call call, String idempotencyKey) {

    /** The exchange property that holds it. */
    static final String PROPERTY = "tuttiToolCall";
}
