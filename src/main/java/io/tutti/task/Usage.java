package io.tutti.task;

/**
 * What a call used.
 *
 * @param microDollars millionths of a US dollar, 0 or more
 * @param inputTokens 0 or more
 * @param outputTokens 0 or more
 */
public record Usage(long microDollars, long inputTokens, long outputTokens) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);
}
