package io.tutti.budget;

import io.tutti.commit.Write;
import java.util.ArrayList;
import java.util.List;

/** What the calls of one request have taken out of the budgets that they are charged to. Used by one thread at a time. */
public final class Reservation {

    private final Budgets budgets;
    private final Payer payer;
    private final List<Purse> purses = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private boolean isOpen;
    private Amount spent = Amount.NONE;

    Reservation(Budgets budgets, Payer payer) {
        this.budgets = budgets;
        this.payer = payer;
    }

    private record Part(Purse purse, Purse.Slice slice, long amount) {}

    /** Whether there is any budget; without one nothing has to be reserved. */
    public boolean isCharged() {
        return budgets.areSet();
    }

    /**
     * Reserves what the next call may use at most, beside what was spent. Asks the database only where this hub holds
     * too little.
     *
     * @throws OverBudget when a budget does not have it; then nothing more is reserved than before
     * @throws io.tutti.failure.Unavailable when the database does not answer
     */
    public void reserve(Amount worst) {
        if (!isOpen) {
            purses.addAll(budgets.enter(payer));
            isOpen = true;
        }
        List<Part> taken = new ArrayList<>();
        try {
            for (Purse purse : purses) {
                Budget.Unit unit = purse.budget().unit();
                long missing = unit.in(spent) + unit.in(worst) - reserved(purse);
                if (missing > 0) {
                    taken.add(new Part(purse, purse.take(missing), missing));
                }
            }
            parts.addAll(taken);
        } catch (RuntimeException e) {
            putBack(taken);
            throw e;
        }
    }

    /** Notes what a call used. */
    public void spent(Amount used) {
        spent = spent.plus(used);
    }

    /**
     * Ends it: what was not used goes back.
     *
     * @return the rows for what was, to be committed with the record of the calls
     */
    public List<Write> settle() {
        List<Write> change = new ArrayList<>();
        for (Purse purse : purses) {
            long left = purse.budget().unit().in(spent);
            for (Part part : parts) {
                if (part.purse == purse) {
                    boolean isLast = last(purse) == part;
                    long used = isLast ? left : Math.min(left, part.amount);
                    left -= used;
                    if (used > 0) {
                        change.addAll(purse.spend(part.slice, part.amount, used));
                    }
                    purse.putBack(part.slice, Math.max(0, part.amount - used));
                }
            }
        }
        parts.clear();
        spent = Amount.NONE;
        purses.forEach(Purse::leave);
        purses.clear();
        isOpen = false;
        return change;
    }

    private long reserved(Purse purse) {
        return parts.stream()
                .filter(part -> part.purse == purse)
                .mapToLong(Part::amount)
                .sum();
    }

    private Part last(Purse purse) {
        return parts.stream()
                .filter(part -> part.purse == purse)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static void putBack(List<Part> taken) {
        taken.forEach(part -> part.purse.putBack(part.slice, part.amount));
    }
}
