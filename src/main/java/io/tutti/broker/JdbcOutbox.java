package io.tutti.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code outbox}. */
@Component
class JdbcOutbox implements Outbox {

    private static final String INSERT =
            "INSERT INTO outbox (kind, target, body, large_body, headers, claim_of) VALUES (?, ?, ?, ?, ?, ?)";
    /** Characters; longer ones go to a column that H2 keeps outside the row. */
    private static final int LONGEST_IN_ROW = 64 * 1024;

    private static final int LONGEST_PROBLEM = 1000;
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient sql;
    private final JdbcTemplate batches;
    private final ObjectMapper json;
    private final ClaimCheck claims;

    JdbcOutbox(JdbcClient sql, JdbcTemplate batches, ObjectMapper json, ClaimCheck claims) {
        this.sql = sql;
        this.batches = batches;
        this.json = json;
        this.claims = claims;
    }

    @Override
    public Write toQueue(String queue, String body, Map<String, String> headers) {
        return toQueue(queue, new Claim(null, body), headers);
    }

    @Override
    public Write toQueue(String queue, Claim body, Map<String, String> headers) {
        return insert(OutboxRow.Kind.QUEUE, queue, body, headers);
    }

    @Override
    public Write toFile(String file, Claim body) {
        return insert(OutboxRow.Kind.FILE, file, body, Map.of());
    }

    /**
     * The oldest rows of a kind that are due and that no other hub is sending, locked until the current transaction ends. Two
     * hubs on one database share the rows; each sends its own part in order.
     *
     * @param latest the latest time to which a row can have been put off; a later one comes from a clock that was ahead
     */
    List<OutboxRow> claim(OutboxRow.Kind kind, int limit, Instant now, Instant latest) {
        return sql.sql("""
                        SELECT id, made, kind, target, body, large_body, headers, attempts, claim_of
                        FROM outbox
                        WHERE kind = :kind AND parked IS NULL AND (due IS NULL OR due <= :now OR due > :latest)
                        ORDER BY id
                        FETCH FIRST :limit ROWS ONLY
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("kind", kind.name())
                .param("now", at(now))
                .param("latest", at(latest))
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list();
    }

    /** Deletes rows that were delivered. */
    void forget(Collection<OutboxRow> delivered) {
        batches.batchUpdate(
                "DELETE FROM outbox WHERE id = ?",
                delivered.stream().map(row -> new Object[] {row.id()}).toList());
    }

    /** Counts a failed delivery, to be tried again at {@code due}. */
    void retry(OutboxRow row, Instant due, String problem) {
        sql.sql("UPDATE outbox SET attempts = attempts + 1, due = :due, problem = :problem WHERE id = :id")
                .param("due", at(due))
                .param("problem", shortened(problem))
                .param("id", row.id())
                .update();
    }

    /** Puts a row aside for good; it stays in the table with its reason. */
    void park(OutboxRow row, Instant now, String problem) {
        sql.sql("UPDATE outbox SET attempts = attempts + 1, parked = :now, problem = :problem WHERE id = :id")
                .param("now", at(now))
                .param("problem", shortened(problem))
                .param("id", row.id())
                .update();
    }

    /** How many rows wait, without those put aside. */
    long waiting() {
        return sql.sql("SELECT COUNT(*) FROM outbox WHERE parked IS NULL")
                .query(Long.class)
                .single();
    }

    /** How many rows were put aside. */
    long parked() {
        return sql.sql("SELECT COUNT(*) FROM outbox WHERE parked IS NOT NULL")
                .query(Long.class)
                .single();
    }

    private Write insert(OutboxRow.Kind kind, String target, Claim body, Map<String, String> headers) {
        String text = body.text();
        boolean inRow = text.length() <= LONGEST_IN_ROW;
        return Write.of(
                INSERT, kind.name(), target, inRow ? text : null, inRow ? null : text, asJson(headers), body.taskId());
    }

    private OutboxRow read(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        var made = row.getObject("made", OffsetDateTime.class);
        long micros = made.toEpochSecond() * 1_000_000 + made.get(ChronoField.MICRO_OF_SECOND);
        String inRow = row.getString("body");
        String text = inRow == null ? row.getString("large_body") : inRow;
        String keeper = row.getString("claim_of");
        return new OutboxRow(
                id,
                "tutti-" + id + "-" + micros,
                OutboxRow.Kind.valueOf(row.getString("kind")),
                row.getString("target"),
                keeper == null ? text : claims.read(keeper, text).toString(),
                headers(row.getString("headers")),
                row.getInt("attempts"));
    }

    private String asJson(Map<String, String> headers) {
        try {
            return headers.isEmpty() ? "{}" : json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> headers(String text) {
        try {
            return "{}".equals(text) ? Map.of() : json.readValue(text, HEADERS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static String shortened(String problem) {
        return problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM);
    }
}
