package io.tutti.budget;

import io.tutti.commit.Write;
import io.tutti.home.ConfigFiles;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The budgets of {@code budgets.yaml}. Safe for use by many threads. */
public final class Budgets {

    private final List<Budget> all;
    private final Grants grants;
    private final JdbcBudgets rows;
    private final Clock clock;
    private final Map<String, Purse> purses = new ConcurrentHashMap<>();

    Budgets(List<Budget> all, Grants grants, JdbcBudgets rows, Clock clock) {
        this.all = all;
        this.grants = grants;
        this.rows = rows;
        this.clock = clock;
    }

    /** @throws io.tutti.home.WrongSetting about the first value of {@code budgets.yaml} that would stop the start */
    public static void check(ConfigFiles files) {
        BudgetsReader.read(files);
    }

    /** Whether there is any. */
    boolean areSet() {
        return !all.isEmpty();
    }

    /** Whether any budget limits money or tokens, so that a call has to have an end. */
    public boolean limitsAnswers() {
        return all.stream().anyMatch(budget -> budget.unit() != Budget.Unit.CALLS);
    }

    /** Begins to charge a request to the budgets of {@code payer}; nothing is reserved yet. */
    public Reservation open(Payer payer) {
        return new Reservation(this, payer);
    }

    /** The purses of all budgets that {@code payer} is charged to; each is to be left once. */
    List<Purse> enter(Payer payer) {
        List<Purse> charged = new ArrayList<>();
        for (Budget budget : all) {
            budget.account(payer).ifPresent(account -> charged.add(enter(budget, account, payer)));
        }
        return charged;
    }

    private Purse enter(Budget budget, String account, Payer payer) {
        String tenant = budget.scope().isOfOneTenant() ? payer.tenant() : null;
        return purses.compute(account, (name, known) -> {
            Purse purse = known == null ? new Purse(budget, name, tenant, grants, clock) : known;
            purse.enter();
            return purse;
        });
    }

    /**
     * The pool that calls of {@code payer} go to now, since one of its budgets is nearly used up; empty for the one that
     * they ask for. What other hubs spent is known to a slice.
     */
    public Optional<String> cheaperPool(Payer payer) {
        for (Budget budget : all) {
            String pool = budget.soft() == null ? null : budget.soft().pool();
            if (pool != null
                    && budget.account(payer)
                            .filter(account -> isSoft(budget, account, payer))
                            .isPresent()) {
                return Optional.of(pool);
            }
        }
        return Optional.empty();
    }

    private boolean isSoft(Budget budget, String account, Payer payer) {
        Purse purse = enter(budget, account, payer);
        try {
            return purse.isSoft();
        } finally {
            purse.leave();
        }
    }

    /**
     * Makes sure that there are the pools that calls go to.
     *
     * @param pools those that there are
     * @throws io.tutti.home.WrongSetting about the first that there is not
     */
    public static void requirePools(ConfigFiles files, Collection<String> pools) {
        BudgetsReader.read(files).stream()
                .flatMap(budget -> Stream.ofNullable(budget.soft()))
                .flatMap(soft -> Stream.ofNullable(soft.pool()))
                .filter(pool -> !pools.contains(pool))
                .findFirst()
                .ifPresent(pool -> {
                    throw BudgetsReader.wrong(
                            files,
                            "a budget has the pool '" + pool + "', which models.yaml does not have; there are "
                                    + String.join(", ", new TreeSet<>(pools)) + ".");
                });
    }

    /** How many purses this hub has. */
    int purses() {
        return purses.size();
    }

    /** Gives back what no call asked for of late, and forgets the purses that nobody uses. */
    void giveBack(boolean all) {
        for (Map.Entry<String, Purse> purse : purses.entrySet()) {
            purse.getValue().giveBack(all);
            purses.computeIfPresent(purse.getKey(), (name, known) -> known.isIdle() ? null : known);
        }
    }

    /**
     * How the budgets stand, 1,000 at most, of which something was spent in the time that is counted now.
     *
     * @param tenant whose budgets; null for all
     */
    public List<BudgetState> list(@Nullable String tenant) {
        Map<String, JdbcBudgets.Standing> newest = new HashMap<>();
        List<BudgetState> states = new ArrayList<>();
        rows.standings().stream()
                .filter(row -> newest.putIfAbsent(row.account(), row) == null)
                .filter(row -> tenant == null || tenant.equals(row.tenant()))
                .forEach(row -> of(row).ifPresent(budget -> states.add(state(budget, row))));
        return states;
    }

    private Optional<Budget> of(JdbcBudgets.Standing row) {
        return all.stream()
                .filter(budget -> row.account().startsWith(budget.kind() + ":"))
                .filter(budget -> budget.isFor(row.account()))
                .findFirst();
    }

    private BudgetState state(Budget budget, JdbcBudgets.Standing row) {
        Instant start = budget.per().start(clock.instant());
        boolean isOver = row.start().isBefore(start);
        Budget.Unit unit = budget.unit();
        BigDecimal nothing = unit.shown(0);
        Instant from = isOver ? start : row.start();
        return new BudgetState(
                budget.scope().word(),
                row.account().substring(budget.kind().length() + 1),
                budget.per().word(),
                unit.word(),
                unit.shown(budget.limit()),
                isOver ? nothing : unit.shown(row.granted() - row.held()),
                isOver ? nothing : unit.shown(row.doubtful()),
                isOver ? nothing : unit.shown(row.held()),
                budget.per() == Budget.Per.TOTAL ? null : from,
                budget.per().end(from).orElse(null),
                !isOver && row.warned());
    }

    /** The rows with which an ended task's own budget is forgotten. */
    List<Write> forgetTask(String taskId) {
        List<Write> change = new ArrayList<>();
        for (Budget budget : all) {
            budget.accountOfTask(taskId).ifPresent(account -> change.addAll(rows.forget(account)));
        }
        return change;
    }
}
