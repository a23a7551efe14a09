package io.tutti.audit;

import io.tutti.commit.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit_seal}, and the records that belong to a seal. */
final class JdbcSeals implements SealSource {

    private static final String COLUMNS = "id, first_seq, last_seq, records, digests, previous, hash";

    /**
     * The order of the index of seals, which PostgreSQL does not see by the numbers alone: it would sort all records since
     * the last vacuum for each seal.
     */
    private static final String UNSEALED_IN_ORDER = " ORDER BY seal, seq FETCH FIRST :limit ROWS ONLY";

    private final JdbcClient sql;

    JdbcSeals(JdbcTemplate template) {
        this.sql = JdbcClient.create(template);
    }

    /** The newest seal; empty before the first. */
    Optional<Seal> head() {
        return sql.sql("SELECT " + COLUMNS + " FROM audit_seal ORDER BY id DESC FETCH FIRST 1 ROW ONLY")
                .query((row, number) -> read(row))
                .optional();
    }

    @Override
    public Optional<Seal> after(long id) {
        return sql.sql("SELECT " + COLUMNS + " FROM audit_seal WHERE id > :id ORDER BY id FETCH FIRST 1 ROW ONLY")
                .param("id", id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** The oldest seal whose records are not on the queue yet. */
    Optional<Seal> unpublished() {
        return sql.sql("SELECT " + COLUMNS
                        + " FROM audit_seal WHERE published = FALSE ORDER BY id FETCH FIRST 1 ROW ONLY")
                .query((row, number) -> read(row))
                .optional();
    }

    /** Gives the oldest records without a seal to the seal {@code id}, which is to be written; returns them in order. */
    List<AuditRecord> claim(long id, int limit) {
        List<Long> oldest = sql.sql("SELECT seq FROM audit WHERE seal IS NULL" + UNSEALED_IN_ORDER)
                .param("limit", limit)
                .query(Long.class)
                .list();
        if (oldest.isEmpty()) {
            return List.of();
        }
        int claimed = sql.sql("UPDATE audit SET seal = :id WHERE seq BETWEEN :first AND :last AND seal IS NULL")
                .param("id", id)
                .param("first", oldest.getFirst())
                .param("last", oldest.getLast())
                .update();
        return claimed == 0 ? List.of() : recordsOf(id, claimed);
    }

    @Override
    public List<AuditRecord> unsealedAfter(long after, int limit) {
        return sql.sql("SELECT " + JdbcAudit.COLUMNS + " FROM audit WHERE seal IS NULL AND seq > :after"
                        + UNSEALED_IN_ORDER)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> JdbcAudit.read(row))
                .list();
    }

    @Override
    public List<AuditRecord> recordsOf(long seal, int expected) {
        return sql.sql("SELECT " + JdbcAudit.COLUMNS
                        + " FROM audit WHERE seal = :seal ORDER BY seq FETCH FIRST :limit ROWS ONLY")
                .param("seal", seal)
                .param("limit", expected + 1)
                .query((row, number) -> JdbcAudit.read(row))
                .list();
    }

    @Override
    public Optional<Long> withoutTheirSeal() {
        return sql.sql("SELECT MIN(seq) FROM audit WHERE seal IS NOT NULL"
                        + " AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE audit_seal.id = audit.seal)")
                .query(Long.class)
                .optional();
    }

    @Override
    public boolean exists(long seq) {
        return sql.sql("SELECT COUNT(*) FROM audit WHERE seq = :seq")
                        .param("seq", seq)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The seals that hold records of a period; empty when there are none. */
    Optional<Range> range(@Nullable Instant from, @Nullable Instant to) {
        return sql.sql("SELECT MIN(seal) AS first_seal, MAX(seal) AS last_seal FROM audit WHERE seal IS NOT NULL"
                        + (from == null ? "" : " AND at >= :from")
                        + (to == null ? "" : " AND at < :to"))
                .params(period(from, to))
                .query((row, number) -> new Range(row.getLong("first_seal"), row.getLong("last_seal")))
                .optional()
                .filter(range -> range.first > 0);
    }

    private static Map<String, Object> period(@Nullable Instant from, @Nullable Instant to) {
        Map<String, Object> period = new HashMap<>();
        if (from != null) {
            period.put("from", from.atOffset(ZoneOffset.UTC));
        }
        if (to != null) {
            period.put("to", to.atOffset(ZoneOffset.UTC));
        }
        return period;
    }

    /** The oldest seals whose records are on the queue, at most so many; the newest seal is never among them. */
    List<Seal> oldest(int limit) {
        return sql.sql("SELECT " + COLUMNS + " FROM audit_seal WHERE published = TRUE"
                        + " AND id < (SELECT MAX(id) FROM audit_seal) ORDER BY id FETCH FIRST :limit ROWS ONLY")
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list();
    }

    /** Removes the seals from {@code first} to {@code last} with their records. */
    static List<Write> removed(long first, long last) {
        return List.of(
                Write.of("DELETE FROM audit_seal WHERE id BETWEEN ? AND ?", first, last)
                        .orElse(() -> new IllegalStateException("Another hub pruned these seals.")),
                Write.of("DELETE FROM audit WHERE seal BETWEEN ? AND ?", first, last));
    }

    /** The records that say where the trail was pruned. */
    List<AuditRecord> prunings() {
        return sql.sql("SELECT " + JdbcAudit.COLUMNS + " FROM audit WHERE action = :action ORDER BY seq")
                .param("action", AuditAction.AUDIT_PRUNED.word())
                .query((row, number) -> JdbcAudit.read(row))
                .list();
    }

    /** Writes the seal; fails when another hub wrote one of this id. */
    void write(Seal seal) {
        sql.sql("INSERT INTO audit_seal (" + COLUMNS
                        + ") VALUES (:id, :first, :last, :records, :digests, :previous, :hash)")
                .param("id", seal.id())
                .param("first", seal.firstSeq())
                .param("last", seal.lastSeq())
                .param("records", seal.records())
                .param("digests", seal.digests())
                .param("previous", seal.previous())
                .param("hash", seal.hash())
                .update();
    }

    void markPublished(long id) {
        sql.sql("UPDATE audit_seal SET published = TRUE WHERE id = :id")
                .param("id", id)
                .update();
    }

    /** Seals from {@code first} to {@code last}, both included. */
    record Range(long first, long last) {}

    private static Seal read(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong("id"),
                row.getLong("first_seq"),
                row.getLong("last_seq"),
                row.getInt("records"),
                row.getString("digests"),
                row.getString("previous"),
                row.getString("hash"));
    }
}
