package io.tutti.budget;

import org.jspecify.annotations.Nullable;

/**
 * Whose budgets a call is charged to.
 *
 * @param tenant on whose account
 * @param principal who asked
 * @param flow for which flow; null outside a task
 * @param agent which agent asks; null when none does
 * @param task for which task; null outside one
 * @param conversation in which conversation; null outside one
 */
public record Payer(
        String tenant,
        String principal,
        @Nullable String flow,
        @Nullable String agent,
        @Nullable String task,
        @Nullable String conversation) {}
