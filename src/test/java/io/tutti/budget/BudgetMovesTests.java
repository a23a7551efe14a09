package io.tutti.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.model.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What moves between a budget and the hubs that share it is in the audit trail. */
class BudgetMovesTests {

    private static final String MONTHLY = "budgets: [{scope: tenant, per: month, usd: 1}]";
    private static final Payer ACME = new Payer("acme", "crm", null, null, null, null);
    private static final Amount PART = new Amount(300_000, 0, 1);

    @Test
    void tellsWhatIsTakenGivenBackAndLost() throws Exception {
        var database = TestBudgets.migrated(TestBudgets.inMemory());
        var clock = new TestClock();
        TestBudgets hub = new TestBudgets(clock, MONTHLY, database);
        Reservation call = hub.budgets().open(ACME);
        call.reserve(PART);
        call.spent(new Amount(100_000, 0, 1));
        hub.commit(call.settle());
        hub.lookAfter();
        String name = hub.grants.holder();
        hub.budgets().open(ACME).reserve(PART);
        hub.die();
        try (TestBudgets other = new TestBudgets(clock, MONTHLY, database)) {
            other.lookAfter(TestBudgets.PATIENCE);
            List<String> moves = other.audited();
            assertThat(moves).hasSize(4).allMatch(record -> record.contains("holder=" + name));
            assertThat(moves.get(0)).startsWith("budget.moved acme").contains("how=taken", "amount=0.300000 usd");
            assertThat(moves.get(1)).startsWith("budget.moved acme").contains("how=given back", "amount=0.200000 usd");
            assertThat(moves.get(2)).contains("how=taken", "amount=0.300000 usd");
            assertThat(moves.get(3)).startsWith("budget.moved default").contains("how=lost");
        }
    }
}
