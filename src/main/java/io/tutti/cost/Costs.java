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
     * The calls of a trace, in the order in which they began; at most 1,000.
     *
     * @param id the trace's, 32 hexadecimal digits
     * @param tasks those of the trace
     * @param tenant whose calls; null for all
     * @param from the first day, in UTC
     * @param to the last day, in UTC
     */
    List<ModelCost> calls(String id, List<String> tasks, @Nullable String tenant, LocalDate from, LocalDate to);

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
