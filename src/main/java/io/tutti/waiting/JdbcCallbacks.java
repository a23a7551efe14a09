package io.tutti.waiting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code callback}. */
@Component
final class JdbcCallbacks {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcCallbacks(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    static Write insert(Callback callback) {
        return Write.of(
                """
                INSERT INTO callback (tenant, id, correlation, body, taken, received_at)
                VALUES (?, ?, ?, ?, FALSE, ?)""",
                callback.tenant(),
                callback.id(),
                callback.correlation(),
                callback.body().toString(),
                OffsetDateTime.ofInstant(callback.receivedAt(), ZoneOffset.UTC));
    }

    static Write take(Callback callback) {
        return Write.of(
                "UPDATE callback SET taken = TRUE WHERE tenant = ? AND id = ?", callback.tenant(), callback.id());
    }

    static Write delete(Callback callback) {
        return Write.of(
                "DELETE FROM callback WHERE tenant = ? AND id = ? AND taken = FALSE", callback.tenant(), callback.id());
    }

    static Write deleteTaken(Instant before) {
        return Write.of(
                "DELETE FROM callback WHERE taken = TRUE AND received_at < ?",
                OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
    }

    /** The callback with this id, taken or not. */
    Optional<Callback> find(String tenant, String id) {
        return jdbc.sql("SELECT * FROM callback WHERE tenant = :tenant AND id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .query((row, number) -> callback(row))
                .optional();
    }

    /** The first callback of this correlation that no task has taken. */
    Optional<Callback> untaken(String tenant, String correlation) {
        return jdbc.sql("""
                        SELECT * FROM callback WHERE tenant = :tenant AND correlation = :correlation AND taken = FALSE
                        ORDER BY received_at, id FETCH FIRST 1 ROWS ONLY""")
                .param("tenant", tenant)
                .param("correlation", correlation)
                .query((row, number) -> callback(row))
                .optional();
    }

    /** Callbacks that came before {@code before} and that no task has taken. */
    List<Callback> forgotten(Instant before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM callback WHERE taken = FALSE AND received_at < :before
                        ORDER BY received_at FETCH FIRST :limit ROWS ONLY""")
                .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, number) -> callback(row))
                .list();
    }

    private Callback callback(ResultSet row) throws SQLException {
        return new Callback(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("correlation"),
                tree(row.getString("body")),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A callback holds text that is no JSON; the database was changed by hand.", e);
        }
    }
}
