package io.tutti.cost;

import io.tutti.trace.Trace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a model cost.
 *
 * @param tenant on whose account
 * @param principal who asked
 * @param flow for which flow; null outside a task
 * @param task for which task; null outside one
 * @param pool that was asked
 * @param model that was called
 * @param outcome {@code answered}, or why not
 * @param inputTokens all input tokens, 0 or more
 * @param cachedTokens those of them that the provider had cached
 * @param outputTokens 0 or more
 * @param isEstimated whether the provider did not say how many tokens it counted
 * @param microDollars millionths of a US dollar, 0 or more
 * @param started when it began
 * @param millis how long it took
 * @param firstMillis how long until the first part of a stream; null when there was none
 * @param span its number in its trace
 * @param trace that it belongs to; null for that of its task
 */
public record ModelCost(
        String tenant,
        String principal,
        @Nullable String flow,
        @Nullable String task,
        String pool,
        String model,
        String outcome,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        boolean isEstimated,
        long microDollars,
        Instant started,
        long millis,
        @Nullable Long firstMillis,
        long span,
        @Nullable Trace trace) {}
