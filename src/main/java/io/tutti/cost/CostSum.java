package io.tutti.cost;

import java.math.BigDecimal;

/**
 * A sum of costs.
 *
 * @param name of the tenant, flow, model, ... or the day
 * @param usd US dollars, with six places
 * @param calls how many calls of models, also those that gave no answer
 * @param inputTokens all input tokens
 * @param cachedInputTokens those of them that the providers had cached
 * @param outputTokens output tokens
 * @param estimatedCalls of how many calls the tokens are estimated, because the provider said nothing
 */
public record CostSum(
        String name,
        BigDecimal usd,
        long calls,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        long estimatedCalls) {}
