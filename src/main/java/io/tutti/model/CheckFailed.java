package io.tutti.model;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;

/**
 * Every answer that the pool's models gave failed a check. It carries the best of them, so that a person can take it as
 * a suggestion. Its reason is {@link Reason#UNFIT}.
 */
public final class CheckFailed extends Refused {

    private static final long serialVersionUID = 1L;

    private final String suggestion;
    private final double confidence;
    private final String model;
    private final List<String> sources;
    private final List<String> reasons;

    CheckFailed(String pool, Reply best, List<String> reasons) {
        super(
                Reason.UNFIT,
                "Pool " + pool + " was asked for an answer that passes its checks; found: " + String.join("; ", reasons)
                        + ". Hand the question to a person, or change the pool in models.yaml.");
        this.suggestion = best.text();
        this.confidence = best.confidence();
        this.model = best.model();
        this.sources = List.copyOf(best.sources());
        this.reasons = List.copyOf(reasons);
    }

    /** The text of the rejected answer with the highest confidence. */
    public String suggestion() {
        return suggestion;
    }

    /** How sure that answer is, 0 to 1. */
    public double confidence() {
        return confidence;
    }

    /** The name of the model that gave it. */
    public String model() {
        return model;
    }

    /** The sources that it rests on. */
    public List<String> sources() {
        return sources;
    }

    /** What happened on each way, for example {@code fast: grounded: 49.99 is not in the evidence}. */
    public List<String> reasons() {
        return reasons;
    }
}
