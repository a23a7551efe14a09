package io.tutti.task;

import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list; null means any.
 *
 * @param tenant the account
 * @param flow the flow's name
 * @param status the status
 * @param conversation the conversation
 * @param after the id of the last task of the page before
 * @param limit 1 to 1,000
 */
public record TaskFilter(
        @Nullable String tenant,
        @Nullable String flow,
        @Nullable TaskStatus status,
        @Nullable String conversation,
        @Nullable String after,
        int limit) {}
