package io.tutti.model;

import io.tutti.budget.Amount;
import io.tutti.provider.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, successful or not.
 *
 * @param model its name
 * @param outcome {@code answered}, {@code given-up}, or a fault's word
 * @param span its number in its trace
 * @param started when it began
 * @param called whether a request left for the model
 * @param millis how long it took
 * @param firstMillis how long until the first part of a stream; null when there was none
 * @param tokens what it used
 * @param microDollars what it cost
 */
record Try(
        String model,
        String outcome,
        long span,
        Instant started,
        boolean called,
        long millis,
        @Nullable Long firstMillis,
        Tokens tokens,
        long microDollars) {

    /** What it is charged to budgets with. */
    Amount amount() {
        return new Amount(microDollars, tokens.input() + tokens.output(), called ? 1 : 0);
    }

    static final String ANSWERED = "answered";

    /** Its caller was gone before the end. */
    static final String GIVEN_UP = "given-up";
}
