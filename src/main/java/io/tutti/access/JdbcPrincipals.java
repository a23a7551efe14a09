package io.tutti.access;

import io.tutti.access.Issuer.Issued;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code principal}. */
@Component
final class JdbcPrincipals {

    private final JdbcClient sql;

    JdbcPrincipals(JdbcClient sql) {
        this.sql = sql;
    }

    List<Issued> all() {
        return sql.sql("SELECT * FROM principal ORDER BY name")
                .query((row, number) -> issued(row))
                .list();
    }

    static Write insert(Issued made) {
        return Write.of(
                        """
                INSERT INTO principal (name, tenant, roles, token_sha256, expires_at, created_by, created_at)
                SELECT ?, ?, ?, ?, CAST(? AS TIMESTAMP(6) WITH TIME ZONE), ?, CAST(? AS TIMESTAMP(6) WITH TIME ZONE)
                WHERE NOT EXISTS (SELECT 1 FROM principal WHERE name = ?)""",
                        made.caller().principal(),
                        made.caller().tenant(),
                        String.join(" ", new TreeSet<>(made.caller().roles())),
                        made.hash(),
                        time(made.expiresAt()),
                        made.createdBy(),
                        time(made.createdAt()),
                        made.caller().principal())
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Principal '%s' was to be made; there is one of this name."
                                .formatted(made.caller().principal())));
    }

    static Write rotate(String name, String hash, @Nullable Instant expiresAt, Instant previousUntil) {
        return Write.of("""
                        UPDATE principal SET previous_sha256 = token_sha256, previous_until = ?, token_sha256 = ?,
                                             expires_at = CAST(? AS TIMESTAMP(6) WITH TIME ZONE)
                        WHERE name = ?""", time(previousUntil), hash, time(expiresAt), name).orElse(() -> unknown(name));
    }

    static Write deleteIfThere(String name) {
        return Write.of("DELETE FROM principal WHERE name = ?", name);
    }

    static Write delete(String name) {
        return deleteIfThere(name).orElse(() -> unknown(name));
    }

    static Refused unknown(String name) {
        return new Refused(
                Reason.NOT_FOUND,
                "Principal '%s' was not made by the API; GET /api/principals lists those that were, the others are in access.yaml."
                        .formatted(name));
    }

    private static Issued issued(ResultSet row) throws SQLException {
        return new Issued(
                new Caller(row.getString("name"), row.getString("tenant"), roles(row.getString("roles"))),
                row.getString("token_sha256"),
                instant(row, "expires_at"),
                row.getString("previous_sha256"),
                instant(row, "previous_until"),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Set<String> roles(String words) {
        return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
