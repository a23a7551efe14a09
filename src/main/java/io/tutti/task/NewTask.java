package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.trace.Trace;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a door asks for.
 *
 * @param flow the flow's name
 * @param input any JSON
 * @param conversation the conversation it belongs to, at most 200 characters
 * @param key the sender's key, at most 300 characters; null for a task of its own
 * @param principal who asks
 * @param tenant on whose account
 * @param reply where the finished task is sent
 * @param trace that it belongs to; null to begin one
 * @param isUntrusted whether strangers wrote its input
 * @param permittedBy the rule of access.yaml that lets its sender ask; null for tasks that the hub begins itself
 */
public record NewTask(
        String flow,
        JsonNode input,
        @Nullable String conversation,
        @Nullable String key,
        String principal,
        String tenant,
        Reply reply,
        @Nullable Trace trace,
        boolean isUntrusted,
        @Nullable String permittedBy) {

    /** The keys of the hub's own tasks begin so; no door takes one. */
    public static final String OWN_KEY = "tutti:";

    /** Behind it stand the id of the task that waits for such a part, the id of that wait and the part's number. */
    public static final String PART_KEY = OWN_KEY + "scatter:";

    /** Behind it stands the id of the task whose finished steps such a task undoes. */
    public static final String UNDO_KEY = OWN_KEY + "compensate:";

    /** One that begins a trace. */
    public NewTask(
            String flow,
            JsonNode input,
            @Nullable String conversation,
            @Nullable String key,
            String principal,
            String tenant,
            Reply reply) {
        this(flow, input, conversation, key, principal, tenant, reply, null);
    }

    /** One that was not permitted yet, and is trusted unless a file brings it. */
    public NewTask(
            String flow,
            JsonNode input,
            @Nullable String conversation,
            @Nullable String key,
            String principal,
            String tenant,
            Reply reply,
            @Nullable Trace trace) {
        this(flow, input, conversation, key, principal, tenant, reply, trace, reply instanceof Reply.File, null);
    }

    /** The same, which {@code rule} permits. */
    public NewTask permittedBy(String rule) {
        return new NewTask(flow, input, conversation, key, principal, tenant, reply, trace, isUntrusted, rule);
    }

    /** The same, trusted no more than where it comes from. */
    public NewTask from(boolean isUntrustedSource) {
        return new NewTask(
                flow,
                input,
                conversation,
                key,
                principal,
                tenant,
                reply,
                trace,
                isUntrusted || isUntrustedSource,
                permittedBy);
    }

    /** The task that begins with this request. */
    Task task(String id, Instant at) {
        return new Task(
                id,
                flow,
                TaskStatus.RUNNING,
                input,
                null,
                null,
                conversation,
                Objects.requireNonNullElse(key, id),
                principal,
                tenant,
                Task.Cost.of(0, 0, 0, 0, 0),
                at,
                null,
                Objects.requireNonNullElseGet(trace, () -> Trace.beginning(id)));
    }
}
