package io.tutti.audit;

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
 * @param detail further facts: short texts, numbers and booleans; no prompts, no secrets
 */
public record AuditEvent(
        AuditAction action,
        @Nullable String task,
        String principal,
        String tenant,
        String subject,
        Map<String, Object> detail) {}
