package io.tutti.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param action what
 * @param task the task's id, or null outside a task
 * @param principal who asked
 * @param tenant on whose account
 * @param subject what it was done to: a flow, step, model, tool, route or item
 * @param detail further facts: short texts, numbers and booleans; no prompts, no secrets. What identifies people is taken out
 *     of {@code reason}
 * @param content what it was about, in order: the trail gets their digest, or a redacted copy, as {@code
 *     tutti.audit.content} says
 */
public record AuditEvent(
        AuditAction action,
        @Nullable String task,
        String principal,
        String tenant,
        String subject,
        Map<String, Object> detail,
        List<JsonNode> content) {

    /** Something without a content. */
    public AuditEvent(
            AuditAction action,
            @Nullable String task,
            String principal,
            String tenant,
            String subject,
            Map<String, Object> detail) {
        this(action, task, principal, tenant, subject, detail, List.of());
    }

    /** The same, about {@code content}. */
    public AuditEvent about(JsonNode... content) {
        return new AuditEvent(action, task, principal, tenant, subject, detail, List.of(content));
    }
}
