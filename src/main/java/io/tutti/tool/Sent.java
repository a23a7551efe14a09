package io.tutti.tool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the effect ledger.
 *
 * @param outcome how the last try went
 * @param doubts how often a person has said that the call is to be made again
 * @param at when the last try began
 * @param problem what the tool failed with; null when it did not, or its hub died
 */
record Sent(
        Outcome outcome, int doubts, Instant at, @Nullable String problem) {

    /** How a call went, as far as the hub knows. */
    enum Outcome {
        /** It was sent; nothing is known of its end. */
        SENT,
        /** Its result is in the journal. */
        DONE,
        /** The tool refused it and did nothing. */
        REFUSED,
        /** The tool itself waits, for example for a person. */
        WAITING
    }

    boolean isUnanswered() {
        return outcome == Outcome.SENT;
    }
}
