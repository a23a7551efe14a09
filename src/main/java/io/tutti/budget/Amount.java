package io.tutti.budget;

/**
 * What calls of models use up.
 *
 * @param microDollars millionths of a US dollar, 0 or more
 * @param tokens of input and output, 0 or more
 * @param calls 0 or more
 */
public record Amount(long microDollars, long tokens, long calls) {

    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0, 0);

    /** Both together. */
    public Amount plus(Amount other) {
        return new Amount(microDollars + other.microDollars, tokens + other.tokens, calls + other.calls);
    }

    boolean isNothing() {
        return equals(NONE);
    }
}
