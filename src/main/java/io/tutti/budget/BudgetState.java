package io.tutti.budget;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a budget stands.
 *
 * @param scope {@code hub}, {@code tenant}, {@code principal}, {@code flow}, {@code conversation} or {@code task}
 * @param name of the one whose budget it is
 * @param per {@code minute}, {@code hour}, {@code day}, {@code month} or {@code total}
 * @param unit {@code usd}, {@code tokens} or {@code calls}
 * @param limit the most that may be spent
 * @param spent what was, with what is in doubt
 * @param doubtful what a hub held when it died: it may have been spent, so that it counts as spent
 * @param reserved what hubs hold for calls that run or come next
 * @param from since when this is counted
 * @param until when it begins anew; null for never
 * @param warned whether it was found nearly used up in this time
 */
public record BudgetState(
        String scope,
        String name,
        String per,
        String unit,
        BigDecimal limit,
        BigDecimal spent,
        BigDecimal doubtful,
        BigDecimal reserved,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean warned) {}
