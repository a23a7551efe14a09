package io.tutti.model;

import io.tutti.commit.Write;
import io.tutti.cost.CostSum;
import io.tutti.cost.Costs;
import io.tutti.cost.CostsBy;
import io.tutti.cost.ModelCost;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A book of costs into which one can only write: its rows carry what they are of. */
final class NotedCosts implements Costs {

    @Override
    public Write record(ModelCost cost) {
        return Write.of("cost", cost);
    }

    @Override
    public List<ModelCost> calls(String id, List<String> tasks, @Nullable String tenant, LocalDate from, LocalDate to) {
        throw new AssertionError("Nobody asks for calls here.");
    }

    @Override
    public List<CostSum> sums(CostsBy by, @Nullable String tenant, LocalDate from, LocalDate to) {
        throw new AssertionError("Nobody asks for sums here.");
    }
}
