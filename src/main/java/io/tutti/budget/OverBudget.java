package io.tutti.budget;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A budget does not have what a call may cost at most. */
public final class OverBudget extends Refused {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param retryAfter after what time the budget begins anew; null for never */
    OverBudget(String message, @Nullable Duration retryAfter) {
        super(Reason.OVER_LIMIT, message);
        this.retryAfter = retryAfter;
    }

    /** After what time the budget begins anew; empty when it does not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
