package io.tutti.cost;

import io.tutti.commit.Write;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The book of what was spent. Safe for use by many threads. */
public interface Costs {

    /** The row for {@code cost}, to be committed with what it was spent for. */
    Write record(ModelCost cost);

    /**
     * What was spent, added up.
     *
     * @param by what the sums are of
     * @param tenant whose costs; null for all
     * @param from the first day, in UTC
     * @param to the last day, in UTC
     * @return days in their order, else the dearest first
     */
    List<CostSum> sums(CostsBy by, @Nullable String tenant, LocalDate from, LocalDate to);
}
