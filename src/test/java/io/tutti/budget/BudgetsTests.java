package io.tutti.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.failure.Reason;
import io.tutti.model.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hubs that share the budgets of one database. */
class BudgetsTests {

    private static final Payer ACME = new Payer("acme", "crm", null, null, null, null);
    private static final String MONTHLY = "budgets: [{scope: 'tenant:acme', per: month, usd: 1}]";

    private final TestClock clock = new TestClock();
    private final List<TestBudgets> hubs = new ArrayList<>();
    private DataSource database;

    DataSource database() {
        return TestBudgets.inMemory();
    }

    @BeforeEach
    void open() {
        clock.set("2026-11-27T12:00:00Z");
        database = TestBudgets.migrated(database());
    }

    @AfterEach
    void close() {
        hubs.forEach(TestBudgets::close);
    }

    @Test
    void chargesWhatACallUsedAndFreesTheRest() {
        TestBudgets hub = hub(MONTHLY);
        Reservation call = hub.budgets().open(ACME);
        call.reserve(usd("0.60"));
        assertThatThrownBy(() -> hub.budgets().open(ACME).reserve(usd("0.41")))
                .isInstanceOfSatisfying(OverBudget.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.OVER_LIMIT);
                    assertThat(refused.retryAfter()).contains(Duration.ofHours(3 * 24 + 12));
                })
                .hasMessage(
                        "The budget of tenant acme, 1 usd per month, has not the 0.410000 usd left that the call may use"
                                + " at most; it begins anew in 302400 s, or an administrator can raise it in budgets.yaml.");
        call.spent(usd("0.25"));
        hub.commit(call.settle());
        Reservation next = hub.budgets().open(ACME);
        next.reserve(usd("0.75"));
        next.spent(usd("0.75"));
        hub.commit(next.settle());
        assertThat(state(hub)).isEqualTo("spent 1.000000 reserved 0.000000 in doubt 0.000000");
        assertThatThrownBy(() -> hub.budgets().open(ACME).reserve(usd("0.000001")))
                .isInstanceOf(OverBudget.class);
    }

    @Test
    void reservesForARetryOnlyWhatTheFirstTryUsed() {
        TestBudgets hub = hub(MONTHLY);
        Reservation call = hub.budgets().open(ACME);
        call.reserve(usd("0.40"));
        call.spent(usd("0.30"));
        call.reserve(usd("0.40"));
        call.spent(usd("0.10"));
        assertThatThrownBy(() -> call.reserve(usd("0.61"))).isInstanceOf(OverBudget.class);
        hub.commit(call.settle());
        hub.lookAfter(Duration.ZERO);
        assertThat(state(hub)).isEqualTo("spent 0.400000 reserved 0.000000 in doubt 0.000000");
    }

    @Test
    void goesToTheCheaperPoolOnceItIsNearlyUsedUpAndSaysSoOnce() {
        String soft = "budgets: [{scope: tenant, per: day, usd: 1, warn-at: 0.5, pool: cheap}]";
        TestBudgets one = hub(soft);
        TestBudgets two = hub(soft);
        Reservation reserved = one.budgets().open(ACME);
        reserved.reserve(usd("0.90"));
        one.commit(reserved.settle());
        assertThat(one.budgets().cheaperPool(ACME))
                .as("what is only reserved does not count")
                .isEmpty();
        one.lookAfter();

        for (int i = 0; i < 12; i++) {
            TestBudgets hub = i % 2 == 0 ? one : two;
            Reservation call = hub.budgets().open(ACME);
            call.reserve(usd("0.05"));
            call.spent(usd("0.05"));
            hub.commit(call.settle());
        }

        assertThat(one.budgets().cheaperPool(ACME)).contains("cheap");
        assertThat(two.budgets().cheaperPool(ACME)).contains("cheap");
        assertThat(one.budgets().cheaperPool(new Payer("other", "crm", null, null, null, null)))
                .isEmpty();
        assertThat(hub(soft).budgets().cheaperPool(ACME))
                .as("a hub that starts")
                .contains("cheap");
        assertThat(one.audited())
                .filteredOn(record -> record.startsWith("budget.warned"))
                .containsExactly("budget.warned acme {budget=tenant acme, 1 usd per day}");
        assertThat(one.budgets().list("acme")).singleElement().matches(BudgetState::warned);

        clock.set("2026-11-28T00:00:01Z");
        assertThat(one.budgets().cheaperPool(ACME)).as("a new day").isEmpty();
        assertThat(one.budgets().list("acme")).noneMatch(BudgetState::warned);
    }

    @Test
    void takesFromAllOrFromNone() {
        TestBudgets hub = hub("budgets: [{scope: tenant, usd: 1}, {scope: principal, per: day, calls: 1}]");
        Reservation first = hub.budgets().open(ACME);
        first.reserve(usd("0.10"));
        assertThatThrownBy(() -> hub.budgets().open(ACME).reserve(usd("0.10")))
                .isInstanceOf(OverBudget.class)
                .hasMessageContaining("The budget of principal crm, 1 calls per day,");
        hub.commit(first.settle());
        hub.lookAfter(Duration.ZERO);
        assertThat(hub.budgets().list(null))
                .extracting(BudgetState::reserved)
                .allMatch(reserved -> reserved.signum() == 0);
    }

    @Test
    void neverSpendsMoreThanThereIsWithManyCallersOnTwoHubs() throws Exception {
        TestBudgets one = hub(MONTHLY);
        TestBudgets two = hub(MONTHLY);
        AtomicLong spent = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                TestBudgets hub = i % 2 == 0 ? one : two;
                SplittableRandom random = new SplittableRandom(i);
                all.add(threads.submit(() -> spendUntilRefused(hub, random, spent)));
            }
            for (Future<?> future : all) {
                future.get();
            }
        }
        one.lookAfter(Duration.ZERO);
        two.lookAfter(Duration.ZERO);
        assertThat(state(one))
                .isEqualTo("spent %s reserved 0.000000 in doubt 0.000000"
                        .formatted(BigDecimal.valueOf(spent.get(), 6).toPlainString()));
        assertThat(spent.get()).isBetween(1_000_000L - 64 * 900, 1_000_000L);
    }

    @Test
    void countsWhatADeadHubHeldAsSpent() throws Exception {
        TestBudgets dead = hub(MONTHLY);
        TestBudgets other = hub(MONTHLY);
        Reservation lost = dead.budgets().open(ACME);
        lost.reserve(usd("0.30"));
        hubs.remove(dead);
        dead.die();
        other.lookAfter(TestBudgets.PATIENCE.dividedBy(2));
        assertThat(state(other)).isEqualTo("spent 0.000000 reserved 0.300000 in doubt 0.000000");
        other.lookAfter(TestBudgets.PATIENCE);
        assertThat(state(other)).isEqualTo("spent 0.300000 reserved 0.000000 in doubt 0.300000");
        Reservation rest = other.budgets().open(ACME);
        rest.reserve(usd("0.70"));
        assertThatThrownBy(() -> rest.reserve(usd("0.71"))).isInstanceOf(OverBudget.class);
    }

    @Test
    void leavesNothingInDoubtWhenAHubStopsInOrder() {
        TestBudgets stopping = hub(MONTHLY);
        TestBudgets other = hub(MONTHLY);
        spend(stopping, "0.30");
        hubs.remove(stopping);
        stopping.close();
        assertThat(state(other)).isEqualTo("spent 0.300000 reserved 0.000000 in doubt 0.000000");
        assertThat(other.holders()).isZero();
    }

    @Test
    void letsAHubThatStoodStillSpendNothingTwice() {
        TestBudgets asleep = hub(MONTHLY);
        TestBudgets other = hub(MONTHLY);
        Reservation held = asleep.budgets().open(ACME);
        held.reserve(usd("0.30"));
        other.lookAfter(TestBudgets.PATIENCE);
        held.spent(usd("0.20"));
        asleep.commit(held.settle());
        asleep.upkeep.look();
        assertThat(state(other)).isEqualTo("spent 0.300000 reserved 0.000000 in doubt 0.300000");
        Reservation next = asleep.budgets().open(ACME);
        next.reserve(usd("0.70"));
        next.spent(usd("0.70"));
        asleep.commit(next.settle());
        assertThat(state(other)).isEqualTo("spent 1.000000 reserved 0.000000 in doubt 0.300000");
    }

    @Test
    void holdsALivingHubForAlive() {
        TestBudgets living = hub(MONTHLY);
        TestBudgets other = hub(MONTHLY);
        Reservation held = living.budgets().open(ACME);
        held.reserve(usd("0.30"));
        for (int i = 0; i < 4; i++) {
            living.upkeep.look();
            other.lookAfter(TestBudgets.PATIENCE.dividedBy(2));
        }
        assertThat(state(other)).isEqualTo("spent 0.000000 reserved 0.300000 in doubt 0.000000");
    }

    @Test
    void beginsAnewWithItsTimeAndNeverGoesBack() {
        TestBudgets hub = hub(MONTHLY);
        spend(hub, "1");
        clock.set("2026-11-30T23:59:59Z");
        assertThatThrownBy(() -> spend(hub, "0.01")).isInstanceOf(OverBudget.class);
        clock.set("2026-12-01T00:00:00Z");
        assertThat(state(hub)).startsWith("spent 0.000000");
        spend(hub, "0.90");
        clock.set("2026-11-15T00:00:00Z");
        assertThatThrownBy(() -> spend(hub, "0.20")).isInstanceOf(OverBudget.class);
        assertThatThrownBy(() -> spend(hub(MONTHLY), "0.20")).isInstanceOf(OverBudget.class);
        spend(hub, "0.10");
    }

    @Test
    void givesEachTaskItsOwnAndForgetsItWithTheTask() {
        TestBudgets hub = hub("budgets: [{scope: task, usd: 0.50}]");
        Payer first = new Payer("acme", "crm", "support", null, "t1", null);
        spend(hub, first, "0.50");
        assertThatThrownBy(() -> spend(hub, first, "0.01"))
                .isInstanceOf(OverBudget.class)
                .hasMessageContaining("The budget of task t1, 0.5 usd in total,")
                .hasMessageEndingWith("an administrator can raise it in budgets.yaml.");
        spend(hub, new Payer("acme", "crm", "support", null, "t2", null), "0.50");
        spend(hub, ACME, "7");
        assertThat(hub.budgets().list("acme")).extracting(BudgetState::name).containsExactly("t1", "t2");
        assertThat(hub.budgets().list("other")).isEmpty();
        hub.commit(hub.budgets().forgetTask("t1"));
        assertThat(hub.budgets().list(null)).extracting(BudgetState::name).containsExactly("t2");
    }

    @Test
    void limitsAnAgentWhoeverAsksIt() {
        TestBudgets hub = hub("budgets: [{scope: 'agent:desk', per: month, usd: 1}]");
        spend(hub, new Payer("acme", "crm", "ask-agent", "desk", "t1", null), "0.60");
        assertThatThrownBy(() -> spend(hub, new Payer("other", "eve", "chat", "desk", "t2", null), "0.50"))
                .isInstanceOf(OverBudget.class)
                .hasMessageContaining("The budget of agent desk,");
        spend(hub, new Payer("acme", "crm", "ask-agent", "scout", "t3", null), "5");
        spend(hub, new Payer("acme", "crm", "ask-agent", null, "t1", null), "5");
    }

    @Test
    void remembersOnlyThePursesThatAreUsed() {
        TestBudgets hub = hub("budgets: [{scope: conversation, usd: 1}]");
        Reservation open = hub.budgets().open(new Payer("acme", "crm", null, null, null, "c-open"));
        open.reserve(usd("0.10"));
        for (int i = 0; i < 100; i++) {
            spend(hub, new Payer("acme", "crm", null, null, null, "c-" + i), "0.01");
        }
        assertThat(hub.budgets().purses()).isEqualTo(101);
        hub.lookAfter(Duration.ZERO);
        assertThat(hub.budgets().purses()).isEqualTo(1);
        open.spent(usd("0.10"));
        hub.commit(open.settle());
        hub.lookAfter(Duration.ZERO);
        assertThat(hub.budgets().purses()).isZero();
        spend(hub, new Payer("acme", "crm", null, null, null, "c-open"), "0.90");
        assertThatThrownBy(() -> spend(hub, new Payer("acme", "crm", null, null, null, "c-open"), "0.01"))
                .isInstanceOf(OverBudget.class);
        hub.lookAfter(Duration.ZERO);
        assertThat(hub.budgets().list("acme"))
                .hasSize(101)
                .allSatisfy(state -> assertThat(state.reserved()).isEqualByComparingTo("0"));
    }

    @Test
    void countsMoreThanWasReservedWhenAProviderDoes() {
        TestBudgets hub = hub(MONTHLY);
        Reservation call = hub.budgets().open(ACME);
        call.reserve(usd("0.90"));
        call.spent(usd("1.20"));
        hub.commit(call.settle());
        assertThat(state(hub)).isEqualTo("spent 1.200000 reserved 0.000000 in doubt 0.000000");
    }

    private void spendUntilRefused(TestBudgets hub, SplittableRandom random, AtomicLong spent) {
        try {
            while (true) {
                Reservation call = hub.budgets().open(ACME);
                long worst = random.nextLong(1, 900);
                call.reserve(new Amount(worst, 0, 1));
                long used = random.nextLong(0, worst + 1);
                call.spent(new Amount(used, 0, 1));
                hub.commit(call.settle());
                spent.addAndGet(used);
            }
        } catch (OverBudget e) {
            assertThat(e.retryAfter()).isPresent();
        }
    }

    private static void spend(TestBudgets hub, String usd) {
        spend(hub, ACME, usd);
    }

    private static void spend(TestBudgets hub, Payer payer, String usd) {
        Reservation call = hub.budgets().open(payer);
        call.reserve(usd(usd));
        call.spent(usd(usd));
        hub.commit(call.settle());
    }

    private static String state(TestBudgets hub) {
        BudgetState state = hub.budgets().list(null).getFirst();
        return "spent %s reserved %s in doubt %s".formatted(state.spent(), state.reserved(), state.doubtful());
    }

    private static Amount usd(String amount) {
        return new Amount(new BigDecimal(amount).movePointRight(6).longValueExact(), 0, 1);
    }

    private TestBudgets hub(String yaml) {
        TestBudgets hub = new TestBudgets(clock, yaml, database);
        hubs.add(hub);
        return hub;
    }
}
