package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.task.Call;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tool call on its way through the gateway.
 *
 * @param tool the tool's name, found in the table of loaded tools
 * @param arguments what it is asked
 * @param call its place in the task's journal; null outside a task
 * @param idempotencyKey the same for every try of this call
 * @param scope of the agent that asks for it; null for a flow
 * @param dataClass the class of the data that goes along; null when nobody said one
 * @param grant why it may be made
 */
record ToolCall(
        String tool,
        JsonNode arguments,
        @Nullable Call call,
        String idempotencyKey,
        @Nullable ToolScope scope,
        @Nullable String dataClass,
        @Nullable Grant grant) {

    /** The exchange property that holds it. */
    static final String PROPERTY = "tuttiToolCall";

    ToolCall granted(JsonNode agreed, Grant why) {
        return new ToolCall(tool, agreed, call, idempotencyKey, scope, dataClass, why);
    }

    /** What the audit trail says of it, beside the task. */
    Map<String, Object> told(String outcome) {
        Map<String, Object> detail = new HashMap<>();
        detail.put("outcome", outcome);
        detail.put("key", call == null ? idempotencyKey : call.key());
        if (scope != null) {
            detail.put("agent", scope.agent());
            detail.put("untrusted", scope.isTainted());
        }
        return detail;
    }

    /** The same, with the reason why it may be made. */
    Map<String, Object> toldWithGrant(String outcome) {
        Map<String, Object> detail = told(outcome);
        if (grant != null) {
            detail.put("by", grant.rule());
        }
        if (grant != null && !grant.people().isEmpty()) {
            detail.put("agreed", String.join(", ", grant.people()));
        }
        return detail;
    }
}
