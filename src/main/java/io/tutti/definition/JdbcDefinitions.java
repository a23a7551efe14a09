package io.tutti.definition;

import io.tutti.commit.Write;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code definition}. */
@Component
final class JdbcDefinitions {

    private static final String KEEP = """
            INSERT INTO definition (hash, flow, routes, seen_at)
            SELECT CAST(? AS VARCHAR(64)), CAST(? AS VARCHAR(200)), CAST(? AS TEXT), CAST(? AS TIMESTAMP WITH TIME ZONE)
            WHERE NOT EXISTS (SELECT 1 FROM definition WHERE hash = ?)""";

    private static final String DELETE_UNUSED = """
            DELETE FROM definition WHERE seen_at < ?
            AND NOT EXISTS (SELECT 1 FROM task WHERE task.flow = definition.flow AND task.definition = definition.hash)""";

    private final JdbcClient jdbc;

    JdbcDefinitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Definition> find(String hash) {
        return jdbc.sql("SELECT flow, hash, routes FROM definition WHERE hash = :hash")
                .param("hash", hash)
                .query((row, number) ->
                        new Definition(row.getString("flow"), row.getString("hash"), row.getString("routes")))
                .optional();
    }

    /** Whether a task that has not ended began with it. */
    boolean isNeeded(String hash) {
        return jdbc.sql("SELECT COUNT(*) FROM task WHERE status IN ('RUNNING', 'WAITING') AND definition = :hash")
                        .param("hash", hash)
                        .query(Long.class)
                        .single()
                > 0;
    }

    static Write keep(Definition definition, Instant at) {
        return Write.of(KEEP, definition.hash(), definition.flow(), definition.routes(), time(at), definition.hash());
    }

    static Write seen(Definition definition, Instant at) {
        return Write.of("UPDATE definition SET seen_at = ? WHERE hash = ?", time(at), definition.hash());
    }

    /** Deletes those that no task names and no hub has seen since {@code then}. */
    static Write deleteUnused(Instant then) {
        return Write.of(DELETE_UNUSED, time(then));
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
