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
    Instant begin(String account, Instant start, String name, @Nullable String tenant) {
        Instant newest = rows.newest(account).filter(start::isBefore).orElse(start);
        if (rows.granted(account, newest).isEmpty()) {
            List<Write> change = new ArrayList<>(rows.close(account, newest));
            change.add(rows.open(account, newest, tenant));
            try {
                commits.commit(change);
            } catch (Unavailable e) {
                if (rows.granted(account, newest).isEmpty()) {
                    throw e;
                }
            }
        }
        if (!rows.isHolding(account, newest, name)) {
            commits.commit(List.of(rows.hold(account, newest, name)));
        }
        return newest;
    }

    /**
     * Takes at least {@code least}, more when there is plenty.
     *
     * @return how much; 0 when the account does not have {@code least}
     * @throws JdbcBudgets.HolderLost when others gave this hub up
     */
    long take(String account, Instant start, String name, long least, long each, long limit) {
        long left = limit - rows.granted(account, start).orElse(limit);
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
    long spent(String account, Instant start) {
        return rows.spent(account, start);
    }

    /** Says once for each time that an account is nearly used up. */
    void warn(String account, Instant start, @Nullable String tenant, String words) {
        try {
            commits.commit(List.of(
                    rows.warn(account, start),
                    audit.record(new AuditEvent(
                            AuditAction.BUDGET_WARNED,
                            null,
                            "hub",
                            tenant == null ? "default" : tenant,
                            account,
                            Map.of("budget", words)))));
            LOG.warn("The budget of {}, is nearly used up.", words);
        } catch (JdbcBudgets.WarnedBefore e) {
            LOG.debug("Another hub said it", e);
        }
    }

    private long takenLeast(String account, Instant start, String name, long least, long limit) {
        try {
            return taken(account, start, name, least, limit);
        } catch (JdbcBudgets.GrantRefused e) {
            return 0;
        }
    }

    private long taken(String account, Instant start, String name, long amount, long limit) {
        commits.commit(rows.take(account, start, name, amount, limit));
        return amount;
    }

    void giveBack(String account, Instant start, String name, long unused) {
        commits.commit(rows.giveBack(account, start, name, unused));
    }

    List<Write> spend(String account, Instant start, String name, long held, long spent) {
        List<Write> change = new ArrayList<>();
        change.add(rows.spend(account, start, name, Math.min(held, spent)));
        if (spent > held) {
            change.add(rows.overrun(account, start, spent - held));
        }
        return change;
    }

    /** Counts what a dead hub held as spent. */
    void giveUp(JdbcBudgets.Holder seen) {
        commits.commit(rows.giveUp(seen));
    }

    /** Ends an orderly hub's name; what calls that still run hold under it counts as spent once it is found silent. */
    synchronized void leave() {
        if (holder != null) {
            commits.commit(rows.leave(holder));
            holder = null;
        }
    }
}
