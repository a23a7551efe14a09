package io.tutti.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What tokens cost, in US dollars per million: the same number as micro-dollars per token.
 *
 * @param input fresh input tokens
 * @param cachedInput input tokens that the provider had cached
 * @param output output tokens
 * @param reasoning those of them with which the model only thought
 */
public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output, BigDecimal reasoning) {

    /** Nothing. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The dearest of what a token of each direction can cost. */
    public Price dearest() {
        BigDecimal in = input.max(cachedInput);
        BigDecimal out = output.max(reasoning);
        return new Price(in, in, out, out);
    }

    /** What {@code tokens} cost in micro-dollars, rounded up so that no account is charged too little. */
    public long microDollars(Tokens tokens) {
        return input.multiply(BigDecimal.valueOf(tokens.input() - tokens.cached()))
                .add(cachedInput.multiply(BigDecimal.valueOf(tokens.cached())))
                .add(output.multiply(BigDecimal.valueOf(tokens.output() - tokens.reasoning())))
                .add(reasoning.multiply(BigDecimal.valueOf(tokens.reasoning())))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
