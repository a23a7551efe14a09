package io.tutti.budget;

import io.tutti.commit.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What this hub has of one account, and hands out to its calls. Safe for use by many threads. */
final class Purse {

    private final Budget budget;
    private final Grants.Account account;
    private final Grants grants;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Slice slice;
    private boolean used;
    private int inside;

    Purse(Budget budget, String account, @Nullable String tenant, Grants grants, Clock clock) {
        this.budget = budget;
        this.account = new Grants.Account(account, tenant, budget.unit());
        this.grants = grants;
        this.clock = clock;
    }

    /** What was taken for one of the account's times, by one holder; {@code free} of it is for the next calls. */
    static final class Slice {

        private final Instant start;
        private final String holder;
        private long free;
        /** What all hubs had spent when this one last looked, and what it has spent since. */
        private long spent;

        private boolean warned;

        Slice(Instant start, String holder) {
            this.start = start;
            this.holder = holder;
        }
    }

    Budget budget() {
        return budget;
    }

    /** A request may take out of it from now on. */
    void enter() {
        lock.lock();
        try {
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /** That request is done. */
    void leave() {
        lock.lock();
        try {
            inside--;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no request is inside and nothing is held. */
    boolean isIdle() {
        lock.lock();
        try {
            return inside == 0 && (slice == null || slice.free == 0);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an amount out.
     *
     * @param need more than 0
     * @throws OverBudget when the account does not have so much
     */
    Slice take(long need) {
        lock.lock();
        try {
            used = true;
            for (Slice now = slice(); ; now = slice()) {
                try {
                    if (now.free < need && !fill(now, need)) {
                        throw over(need, now.start);
                    }
                    now.free -= need;
                    return now;
                } catch (JdbcBudgets.HolderLost e) {
                    slice = null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Slice slice() {
        Instant start = budget.per().start(clock.instant());
        Slice now = slice;
        if (now == null || now.start.isBefore(start) || !grants.isHeldBy(now.holder)) {
            String holder = grants.holder();
            now = new Slice(grants.begin(account, start, holder), holder);
            look(now);
            slice = now;
        }
        return now;
    }

    private boolean fill(Slice now, long need) {
        long taken = grants.take(account, now.start, now.holder, need - now.free, need, budget.limit());
        now.free += taken;
        look(now);
        return taken > 0;
    }

    private void look(Slice now) {
        if (budget.soft() != null) {
            now.spent = grants.spent(account, now.start);
            warn(now);
        }
    }

    private boolean warn(Slice now) {
        boolean isSoft = now.spent >= budget.softLimit();
        if (isSoft && !now.warned) {
            grants.warn(account, now.start, name() + ", " + budget.words());
            now.warned = true;
        }
        return isSoft;
    }

    /** Whether the account is nearly used up, as far as this hub knows: of other hubs it knows when it takes a slice. */
    boolean isSoft() {
        lock.lock();
        try {
            return warn(slice());
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what a call did not use. */
    void putBack(Slice from, long unused) {
        lock.lock();
        try {
            from.free += unused;
        } finally {
            lock.unlock();
        }
    }

    /** The rows for what a call used of what it had taken. */
    List<Write> spend(Slice from, long taken, long spent) {
        lock.lock();
        try {
            from.spent += spent;
        } finally {
            lock.unlock();
        }
        return grants.spend(account, from.start, from.holder, taken, spent);
    }

    /** Gives back to the account what no call has asked for since the last time, or all. */
    void giveBack(boolean all) {
        lock.lock();
        try {
            Slice now = slice;
            if (now != null && now.free > 0 && (all || !used)) {
                long unused = now.free;
                // Should the database not answer, it stays held: too little is given out then, never too much.
                now.free = 0;
                grants.giveBack(account, now.start, now.holder, unused);
            }
            used = false;
        } finally {
            lock.unlock();
        }
    }

    private OverBudget over(long need, Instant start) {
        Duration wait = budget.per()
                .end(start)
                .map(end -> Duration.between(clock.instant(), end))
                .filter(time -> !time.isNegative())
                .orElse(null);
        return new OverBudget(
                "The budget of %s, %s, has not the %s %s left that the call may use at most; %s"
                        .formatted(
                                name(),
                                budget.words(),
                                budget.unit().shown(need).toPlainString(),
                                budget.unit().word(),
                                (wait == null ? "" : "it begins anew in " + wait.toSeconds() + " s, or ")
                                        + "an administrator can raise it in " + budget.file() + "."),
                wait);
    }

    private String name() {
        String one = account.name().substring(budget.kind().length() + 1);
        return switch (budget.scope()) {
            case HUB -> "the hub";
            case TURN -> "agent " + one.replaceFirst("/", " in task ");
            default -> budget.scope().word() + " " + one;
        };
    }
}
