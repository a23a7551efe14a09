package io.tutti.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit_seal}, and the records that belong to a seal. */
final class JdbcSeals {

    private static final String COLUMNS = "id, first_seq, last_seq, records, digests, previous, hash";

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

    /** The seal with the smallest id above {@code id}. */
    Optional<Seal> after(long id) {
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
        List<Long> oldest = sql.sql(
                        "SELECT seq FROM audit WHERE seal IS NULL ORDER BY seq FETCH FIRST :limit ROWS ONLY")
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

    /** Records without a seal whose number is above {@code after}, oldest first. */
    List<AuditRecord> unsealedAfter(long after, int limit) {
        return sql.sql("SELECT " + JdbcAudit.COLUMNS
                        + " FROM audit WHERE seal IS NULL AND seq > :after ORDER BY seq FETCH FIRST :limit ROWS ONLY")
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> JdbcAudit.read(row))
                .list();
    }

    /** The records that say they belong to a seal, by ascending number; one more than {@code expected} at most. */
    List<AuditRecord> recordsOf(long seal, int expected) {
        return sql.sql("SELECT " + JdbcAudit.COLUMNS
                        + " FROM audit WHERE seal = :seal ORDER BY seq FETCH FIRST :limit ROWS ONLY")
                .param("seal", seal)
                .param("limit", expected + 1)
                .query((row, number) -> JdbcAudit.read(row))
                .list();
    }

    /** The smallest number among records whose seal does not exist. */
    Optional<Long> withoutTheirSeal() {
        return sql.sql("SELECT MIN(seq) FROM audit WHERE seal IS NOT NULL"
                        + " AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE audit_seal.id = audit.seal)")
                .query(Long.class)
                .optional();
    }

    boolean exists(long seq) {
        return sql.sql("SELECT COUNT(*) FROM audit WHERE seq = :seq")
                        .param("seq", seq)
                        .query(Long.class)
                        .single()
                > 0;
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
