package io.tutti.model;

import java.time.Duration;

/**
 * How a pool gives answers again.
 *
 * @param ttl how long an answer is kept
 * @param meaning how like a question has to be to get another one's answer, 0 to 1; 1 for the same question only
 */
record Caching(Duration ttl, double meaning) {}
