package io.tutti.handoff;

import io.tutti.broker.ClaimCheck;
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

/** The SQL of the table {@code inbox_item}. */
@Component
final class JdbcInbox implements TaskForgetting {

    private final JdbcClient jdbc;
    private final ClaimCheck payloads;
    private final Clock clock;

    JdbcInbox(JdbcClient jdbc, ClaimCheck payloads, Clock clock) {
        this.jdbc = jdbc;
        this.payloads = payloads;
        this.clock = clock;
    }

    void insert(InboxItem item, List<Write> change) {
        change.add(Write.of(
                """
                INSERT INTO inbox_item (id, task_id, entry_key, tenant, flow, status, handed_case, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                item.id(),
                item.task(),
                item.key(),
                item.tenant(),
                item.flow(),
                item.status(),
                payloads.keep(item.task(), item.handedCase(), change),
                OffsetDateTime.ofInstant(item.createdAt(), ZoneOffset.UTC)));
    }

    void decide(InboxItem item, Decision decision, String principal, List<Write> change) {
        change.add(Write.of(
                        """
                        UPDATE inbox_item SET status = 'DECIDED', decision = ?, output = ?, decision_reason = ?,
                                              decided_by = ?, decided_at = ?
                        WHERE id = ? AND status = 'OPEN'""",
                        decision.kind().word(),
                        payloads.keep(item.task(), decision.outcome(item), change),
                        decision.reason(),
                        principal,
                        now(),
                        item.id())
                .orElse(() -> decided(find(item.id()).orElse(item))));
    }

    /** Fails when somebody decided at the same moment. */
    Write expire(InboxItem item) {
        return Write.of("UPDATE inbox_item SET status = 'EXPIRED' WHERE id = ? AND status = 'OPEN'", item.id())
                .orElse(() -> decided(find(item.id()).orElse(item)));
    }

    static Write withdraw(String taskId) {
        return Write.of("UPDATE inbox_item SET status = 'WITHDRAWN' WHERE task_id = ? AND status = 'OPEN'", taskId);
    }

    Optional<InboxItem> find(String id) {
        return jdbc.sql("SELECT * FROM inbox_item WHERE id = :id")
                .param("id", id)
                .query((row, number) -> item(row))
                .optional();
    }

    Optional<InboxItem> find(String taskId, String key) {
        return jdbc.sql("SELECT * FROM inbox_item WHERE task_id = :task AND entry_key = :key")
                .param("task", taskId)
                .param("key", key)
                .query((row, number) -> item(row))
                .optional();
    }

    /** Open items, oldest first. */
    List<InboxItem> open(@Nullable String tenant, @Nullable String after, int limit) {
        return jdbc.sql("""
                        SELECT * FROM inbox_item WHERE status = 'OPEN'
                        AND (CAST(:tenant AS VARCHAR) IS NULL OR tenant = :tenant)
                        AND (CAST(:after AS VARCHAR) IS NULL OR id > :after)
                        ORDER BY id FETCH FIRST :limit ROWS ONLY""")
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> item(row))
                .list();
    }

    static Refused decided(InboxItem item) {
        return new Refused(
                Reason.CONFLICT,
                "Item %s was to be decided, but it is %s%s; nothing was changed."
                        .formatted(
                                item.id(),
                                item.status(),
                                item.decidedBy() == null
                                        ? ""
                                        : " by " + item.decidedBy() + " (" + item.decision() + ")"));
    }

    @Override
    public List<Write> rows(List<String> taskIds) {
        return taskIds.stream()
                .map(taskId -> Write.of("DELETE FROM inbox_item WHERE task_id = ?", taskId))
                .toList();
    }

    private InboxItem item(ResultSet row) throws SQLException {
        String taskId = row.getString("task_id");
        String output = row.getString("output");
        return new InboxItem(
                row.getString("id"),
                taskId,
                row.getString("entry_key"),
                row.getString("tenant"),
                row.getString("flow"),
                row.getString("status"),
                payloads.read(taskId, row.getString("handed_case")),
                row.getString("decision"),
                output == null ? null : payloads.read(taskId, output),
                row.getString("decision_reason"),
                row.getString("decided_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("decided_at", OffsetDateTime.class)));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
