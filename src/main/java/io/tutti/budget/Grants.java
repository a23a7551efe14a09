package io.tutti.budget;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Unavailable;
import io.tutti.home.IdSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this hub takes of accounts in the database, in slices: a call is then charged to the slice in memory, without the
 * database. Should the hub die, all that it holds counts as spent, since it may have been: a budget can be used up too
 * early then, by a slice at most, but never overspent. Safe for use by many threads.
 */
final class Grants {

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    /** A slice is this many calls' worth, as long as there is plenty. */
    private static final long CALLS = 64;
    /** Near its end a budget is shared out in small parts, so that what one hub holds is not missed by the others. */
    private static final long SHARE = 20;

    private final JdbcBudgets rows;
    private final Commits commits;
    private final IdSource ids;
    private final AuditTrail audit;
    private @Nullable String holder;

    Grants(JdbcBudgets rows, Commits commits, IdSource ids, AuditTrail audit) {
        this.rows = rows;
        this.commits = commits;
        this.ids = ids;
        this.audit = audit;
    }

    /**
     * What is counted apart from all others.
     *
     * @param name its budget's kind, a colon, and whose it is
     * @param tenant on whose account; null for one of several tenants
     * @param unit of its amounts
     */
    record Account(String name, @Nullable String tenant, Budget.Unit unit) {}

    /** The name under which this hub holds what it takes now. */
    synchronized String holder() {
        if (holder == null) {
            String name = ids.next();
            commits.commit(List.of(rows.join(name)));
            holder = name;
        }
        return holder;
    }

    /** Whether this hub holds under that name still. */
    synchronized boolean isHeldBy(String name) {
        return name.equals(holder);
    }

    /** Gives a sign of life; what was held under a name that others gave up is gone. */
    void beat() {
        Optional<String> name = current();
        if (name.isPresent()) {
            try {
                commits.commit(List.of(rows.beat(name.get())));
            } catch (JdbcBudgets.HolderLost e) {
                lost(name.get());
            }
        }
    }

    synchronized Optional<String> current() {
        return Optional.ofNullable(holder);
    }

    private synchronized void lost(String name) {
        if (name.equals(holder)) {
            holder = null;
        }
    }

    /** The time that is counted now: no older one than any hub has begun. */
    Instant begin(Account account, Instant start, String name) {
        Instant newest = rows.newest(account.name()).filter(start::isBefore).orElse(start);
        if (rows.granted(account.name(), newest).isEmpty()) {
            List<Write> change = new ArrayList<>(rows.close(account.name(), newest));
            change.add(rows.open(account.name(), newest, account.tenant()));
            try {
                commits.commit(change);
            } catch (Unavailable e) {
                if (rows.granted(account.name(), newest).isEmpty()) {
                    throw e;
                }
            }
        }
        if (!rows.isHolding(account.name(), newest, name)) {
            commits.commit(List.of(rows.hold(account.name(), newest, name)));
        }
        return newest;
    }

    /**
     * Takes at least {@code least}, more when there is plenty.
     *
     * @return how much; 0 when the account does not have {@code least}
     * @throws JdbcBudgets.HolderLost when others gave this hub up
     */
    long take(Account account, Instant start, String name, long least, long each, long limit) {
        long left = limit - rows.granted(account.name(), start).orElse(limit);
        if (left < least) {
            return 0;
        }
        long wanted = Math.clamp(left / SHARE, least, Math.max(least, CALLS * each));
        try {
            return taken(account, start, name, wanted, limit);
        } catch (JdbcBudgets.GrantRefused e) {
            return wanted == least ? 0 : takenLeast(account, start, name, least, limit);
        } catch (JdbcBudgets.HolderLost e) {
            lost(name);
            throw e;
        }
    }

    /** What was spent of it by all hubs. */
    long spent(Account account, Instant start) {
        return rows.spent(account.name(), start);
    }

    /** Says once for each time that an account is nearly used up. */
    void warn(Account account, Instant start, String words) {
        try {
            commits.commit(List.of(
                    rows.warn(account.name(), start),
                    record(AuditAction.BUDGET_WARNED, account, Map.of("budget", words))));
            LOG.warn("The budget of {}, is nearly used up.", words);
        } catch (JdbcBudgets.WarnedBefore e) {
            LOG.debug("Another hub said it", e);
        }
    }

    private Write record(AuditAction action, Account account, Map<String, Object> detail) {
        String tenant = account.tenant() == null ? "default" : account.tenant();
        return audit.record(new AuditEvent(action, null, "hub", tenant, account.name(), detail));
    }

    private Write moved(Account account, String how, String holder, long amount) {
        String shown = account.unit().shown(amount).toPlainString() + " "
                + account.unit().word();
        return record(AuditAction.BUDGET_MOVED, account, Map.of("how", how, "holder", holder, "amount", shown));
    }

    private long takenLeast(Account account, Instant start, String name, long least, long limit) {
        try {
            return taken(account, start, name, least, limit);
        } catch (JdbcBudgets.GrantRefused e) {
            return 0;
        }
    }

    private long taken(Account account, Instant start, String name, long amount, long limit) {
        List<Write> change = new ArrayList<>(rows.take(account.name(), start, name, amount, limit));
        change.add(moved(account, "taken", name, amount));
        commits.commit(change);
        return amount;
    }

    void giveBack(Account account, Instant start, String name, long unused) {
        List<Write> change = new ArrayList<>(rows.giveBack(account.name(), start, name, unused));
        change.add(moved(account, "given back", name, unused));
        commits.commit(change);
    }

    List<Write> spend(Account account, Instant start, String name, long held, long spent) {
        List<Write> change = new ArrayList<>();
        change.add(rows.spend(account.name(), start, name, Math.min(held, spent)));
        if (spent > held) {
            change.add(rows.overrun(account.name(), start, spent - held));
        }
        return change;
    }

    /** Counts what a dead hub held as spent. */
    void giveUp(JdbcBudgets.Holder seen) {
        List<Write> change = new ArrayList<>(rows.giveUp(seen));
        change.add(audit.record(new AuditEvent(
                AuditAction.BUDGET_MOVED,
                null,
                "hub",
                "default",
                "all",
                Map.of("how", "lost", "holder", seen.name()))));
        commits.commit(change);
    }

    /** Ends an orderly hub's name; what calls that still run hold under it counts as spent once it is found silent. */
    synchronized void leave() {
        if (holder != null) {
            commits.commit(rows.leave(holder));
            holder = null;
        }
    }
}
