package io.tutti.budget;

import io.tutti.commit.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code budget_account}, {@code budget_hold} and {@code budget_holder}. What is granted of an account is what
 * its holders hold and what was spent; a call lowers its holder's row alone, so that hubs do not wait for each other.
 */
@Component
final class JdbcBudgets {

    private static final String OF_WINDOW = " WHERE account = ? AND window_start = ?";

    private final JdbcClient sql;

    JdbcBudgets(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * What hubs took of an account.
     *
     * @param held what hubs hold of what is granted; the rest was spent
     */
    record Standing(
            String account,
            @Nullable String tenant,
            Instant start,
            long granted,
            long doubtful,
            long held,
            boolean warned) {}

    /** A hub that holds something, at one moment; {@code beat} grows with each sign of life. */
    record Holder(String name, long beat) {}

    /** The newest time of an account that any hub has begun: clocks that are behind do not begin an old one anew. */
    Optional<Instant> newest(String account) {
        return sql.sql("SELECT window_start FROM budget_account WHERE account = ? ORDER BY window_start DESC"
                        + " FETCH FIRST 1 ROWS ONLY")
                .param(account)
                .query((row, number) ->
                        row.getObject("window_start", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** What is granted; empty when nobody has begun this time. */
    Optional<Long> granted(String account, Instant start) {
        return sql.sql("SELECT granted FROM budget_account" + OF_WINDOW)
                .params(account, at(start))
                .query(Long.class)
                .optional();
    }

    /** What was spent, with what is in doubt. */
    long spent(String account, Instant start) {
        return sql.sql("SELECT COALESCE(SUM(granted), 0) - (SELECT COALESCE(SUM(held), 0) FROM budget_hold" + OF_WINDOW
                        + ") FROM budget_account" + OF_WINDOW)
                .params(account, at(start), account, at(start))
                .query(Long.class)
                .single();
    }

    /** Whether a holder has a row of this account, with whatever in it. */
    boolean isHolding(String account, Instant start, String holder) {
        return sql.sql("SELECT COUNT(*) FROM budget_hold" + OF_WINDOW + " AND holder = ?")
                        .params(account, at(start), holder)
                        .query(Long.class)
                        .single()
                > 0;
    }

    List<Standing> standings() {
        return sql.sql("SELECT a.account, a.tenant, a.window_start, a.granted, a.doubtful, a.warned,"
                        + " COALESCE((SELECT SUM(h.held) FROM budget_hold h WHERE h.account = a.account"
                        + " AND h.window_start = a.window_start), 0) AS held"
                        + " FROM budget_account a ORDER BY a.account, a.window_start DESC FETCH FIRST 1000 ROWS ONLY")
                .query((row, number) -> standing(row))
                .list();
    }

    List<Holder> holders() {
        return sql.sql("SELECT holder, beat FROM budget_holder")
                .query((row, number) -> new Holder(row.getString("holder"), row.getLong("beat")))
                .list();
    }

    Write open(String account, Instant start, @Nullable String tenant) {
        return Write.of(
                "INSERT INTO budget_account (account, window_start, tenant, granted, doubtful) VALUES (?, ?, ?, 0, 0)",
                account,
                at(start),
                tenant);
    }

    /** Forgets what was before {@code start}. */
    List<Write> close(String account, Instant start) {
        String before = " WHERE account = ? AND window_start < ?";
        return List.of(
                Write.of("DELETE FROM budget_hold" + before, account, at(start)),
                Write.of("DELETE FROM budget_account" + before, account, at(start)));
    }

    /** Forgets an account whose owner is gone. */
    List<Write> forget(String account) {
        return List.of(
                Write.of("DELETE FROM budget_hold WHERE account = ?", account),
                Write.of("DELETE FROM budget_account WHERE account = ?", account));
    }

    Write join(String holder) {
        return Write.of("INSERT INTO budget_holder (holder, beat) VALUES (?, 0)", holder);
    }

    /** A holder with nothing left is gone; what one still holds is for whoever finds it silent. */
    List<Write> leave(String holder) {
        return List.of(
                Write.of("DELETE FROM budget_hold WHERE holder = ? AND held = 0", holder),
                Write.of(
                        "DELETE FROM budget_holder WHERE holder = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM budget_hold WHERE holder = ?)",
                        holder,
                        holder));
    }

    Write beat(String holder) {
        return Write.of("UPDATE budget_holder SET beat = beat + 1 WHERE holder = ?", holder)
                .orElse(HolderLost::new);
    }

    Write hold(String account, Instant start, String holder) {
        return Write.of(
                "INSERT INTO budget_hold (account, window_start, holder, held) VALUES (?, ?, ?, 0)",
                account,
                at(start),
                holder);
    }

    /** Takes {@code more}, as long as all that is granted stays within {@code limit}. */
    List<Write> take(String account, Instant start, String holder, long more, long limit) {
        return List.of(
                beat(holder),
                Write.of(
                                "UPDATE budget_account SET granted = granted + ?" + OF_WINDOW + " AND granted + ? <= ?",
                                more,
                                account,
                                at(start),
                                more,
                                limit)
                        .orElse(GrantRefused::new),
                Write.of(
                                "UPDATE budget_hold SET held = held + ?" + OF_WINDOW + " AND holder = ?",
                                more,
                                account,
                                at(start),
                                holder)
                        .orElse(HolderLost::new));
    }

    /** Notes that it was said that the account is nearly used up. */
    Write warn(String account, Instant start) {
        return Write.of(
                        "UPDATE budget_account SET warned = TRUE" + OF_WINDOW + " AND warned = FALSE",
                        account,
                        at(start))
                .orElse(WarnedBefore::new);
    }

    /** What was spent is held no more; when the holder was given up in between it is counted as spent already. */
    Write spend(String account, Instant start, String holder, long spent) {
        return Write.of(
                "UPDATE budget_hold SET held = held - ?" + OF_WINDOW + " AND holder = ? AND held >= ?",
                spent,
                account,
                at(start),
                holder,
                spent);
    }

    /** More was spent than was held: a provider counted more than its model's limits allow. */
    Write overrun(String account, Instant start, long more) {
        return Write.of("UPDATE budget_account SET granted = granted + ?" + OF_WINDOW, more, account, at(start));
    }

    /** Gives back what is not used; nothing when the holder was given up or the account forgotten in between. */
    List<Write> giveBack(String account, Instant start, String holder, long unused) {
        String ofHolder = OF_WINDOW + " AND holder = ? AND held >= ?";
        return List.of(
                Write.of(
                        "UPDATE budget_account SET granted = granted - ?" + OF_WINDOW
                                + " AND EXISTS (SELECT 1 FROM budget_hold" + ofHolder + ")",
                        unused,
                        account,
                        at(start),
                        account,
                        at(start),
                        holder,
                        unused),
                Write.of(
                        "UPDATE budget_hold SET held = held - ?" + ofHolder,
                        unused,
                        account,
                        at(start),
                        holder,
                        unused));
    }

    /** What a holder without a sign of life held may have been spent. */
    List<Write> giveUp(Holder seen) {
        String holds = " FROM budget_hold h WHERE h.account = budget_account.account"
                + " AND h.window_start = budget_account.window_start AND h.holder = ?";
        return List.of(
                Write.of("DELETE FROM budget_holder WHERE holder = ? AND beat = ?", seen.name(), seen.beat())
                        .orElse(HolderLost::new),
                Write.of(
                        "UPDATE budget_account SET doubtful = doubtful + (SELECT h.held" + holds
                                + ") WHERE EXISTS (SELECT 1" + holds + ")",
                        seen.name(),
                        seen.name()),
                Write.of("DELETE FROM budget_hold WHERE holder = ?", seen.name()));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getString("account"),
                row.getString("tenant"),
                row.getObject("window_start", OffsetDateTime.class).toInstant(),
                row.getLong("granted"),
                row.getLong("doubtful"),
                row.getLong("held"),
                row.getBoolean("warned"));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** The account does not have so much. */
    static final class GrantRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Another hub said so. */
    static final class WarnedBefore extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Others gave this holder up. */
    static final class HolderLost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
