package io.tutti.recovery;

import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.retention.TaskForgetting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code dead_letter}. */
@Component
final class JdbcDeadLetters implements TaskForgetting {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcDeadLetters(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Write insert(DeadLetter letter) {
        return Write.of(
                """
                INSERT INTO dead_letter (id, task_id, tenant, flow, step, kind, message, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                letter.id(),
                letter.task(),
                letter.tenant(),
                letter.flow(),
                letter.step(),
                letter.kind(),
                letter.message(),
                at(letter.createdAt()));
    }

    Write redriven(DeadLetter letter, String principal) {
        return Write.of(
                        "UPDATE dead_letter SET redriven_by = ?, redriven_at = ? WHERE id = ? AND redriven_at IS NULL",
                        principal,
                        at(clock.instant()),
                        letter.id())
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Dead letter " + letter.id()
                                + " was to be redriven, but somebody else has already redriven it."));
    }

    Optional<DeadLetter> find(String id) {
        return jdbc.sql("SELECT * FROM dead_letter WHERE id = :id")
                .param("id", id)
                .query((row, number) -> letter(row))
                .optional();
    }

    /** Parked ones, oldest first. */
    List<DeadLetter> parked(@Nullable String tenant, @Nullable String flow, @Nullable String after, int limit) {
        return jdbc.sql("""
                        SELECT * FROM dead_letter WHERE redriven_at IS NULL
                        AND (CAST(:tenant AS VARCHAR) IS NULL OR tenant = :tenant)
                        AND (CAST(:flow AS VARCHAR) IS NULL OR flow = :flow)
                        AND (CAST(:after AS VARCHAR) IS NULL OR id > :after)
                        ORDER BY id FETCH FIRST :limit ROWS ONLY""")
                .param("tenant", tenant)
                .param("flow", flow)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> letter(row))
                .list();
    }

    @Override
    public List<Write> rows(List<String> taskIds) {
        return taskIds.stream()
                .map(taskId -> Write.of("DELETE FROM dead_letter WHERE task_id = ?", taskId))
                .toList();
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("task_id"),
                row.getString("tenant"),
                row.getString("flow"),
                row.getString("step"),
                row.getString("kind"),
                row.getString("message"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("redriven_by"),
                instant(row.getObject("redriven_at", OffsetDateTime.class)));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
