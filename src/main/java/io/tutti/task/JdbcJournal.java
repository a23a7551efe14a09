package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.retention.TaskForgetting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code journal}. */
@Component
final class JdbcJournal implements TaskForgetting {

    private static final String INTO = """
            INSERT INTO journal (task_id, entry_key, seq, kind, status, attempt, started_at, duration_ms, input, output,
                                 context, model, micro_dollars, input_tokens, output_tokens, repeated)
            """;

    private static final String INSERT = INTO + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Holds the task's row until the end of the transaction, so that nobody takes the task over meanwhile. */
    private static final String INSERT_WHILE_RUNNING = INTO + """
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            FROM task\s""" + Fence.HELD + " FOR UPDATE";

    private static final String INSIDE = "LEFT(entry_key, ?) IN (?, ?)";

    /** An entry of another task costs the new one nothing. */
    private static final String COPY = """
            INSERT INTO journal (task_id, entry_key, seq, kind, status, attempt, started_at, duration_ms, input, output,
                                 context, model, micro_dollars, input_tokens, output_tokens, repeated)
            SELECT CAST(? AS VARCHAR(36)), entry_key, seq, kind, 'DONE', attempt, started_at, duration_ms, input, %s,
                   context, model, 0, 0, 0, repeated
            FROM journal WHERE task_id = ?""";

    private final JdbcClient jdbc;
    private final JdbcPayloads payloads;

    JdbcJournal(JdbcClient jdbc, JdbcPayloads payloads) {
        this.jdbc = jdbc;
        this.payloads = payloads;
    }

    /**
     * Adds the rows for {@code entry} to {@code change}, taking the place of a failed one of the same key; the change fails
     * when {@code fence} does not hold.
     */
    void write(Fence fence, Entry entry, Usage usage, Folding folding, List<Write> change) {
        List<@Nullable Object> values = values(fence.taskId(), entry, usage, folding, change);
        values.add(fence.taskId());
        values.add(fence.epoch());
        change.add(Write.of(INSERT_WHILE_RUNNING, values.toArray()).orElse(() -> new Fenced(fence)));
    }

    /** The same for a task that {@code change} ends. */
    void writeLast(String taskId, Entry entry, Folding folding, List<Write> change) {
        change.add(Write.of(
                INSERT, values(taskId, entry, Usage.NONE, folding, change).toArray()));
    }

    private static List<@Nullable Object> values(
            String taskId, Entry entry, Usage usage, Folding folding, List<Write> change) {
        if (entry.attempt() > 1) {
            change.add(Write.of("DELETE FROM journal WHERE task_id = ? AND entry_key = ?", taskId, entry.key()));
        }
        return new ArrayList<>(Arrays.<@Nullable Object>asList(
                taskId,
                entry.key(),
                entry.seq(),
                entry.kind(),
                entry.status(),
                entry.attempt(),
                OffsetDateTime.ofInstant(entry.startedAt(), ZoneOffset.UTC),
                entry.durationMs(),
                folding.column(entry.input()),
                folding.column(entry.output()),
                folding.column(entry.context()),
                entry.model(),
                usage.microDollars(),
                usage.inputTokens(),
                usage.outputTokens(),
                entry.repeated()));
    }

    /** All entries in the order of recording. */
    List<Entry> read(String taskId) {
        return read(taskId, new Recent());
    }

    /** All entries in the order of recording; {@code recent} gets the long texts and lists in them. */
    List<Entry> read(String taskId, Recent recent) {
        Unfolding unfolding = payloads.unfolding(taskId);
        List<Entry> entries = jdbc.sql("SELECT * FROM journal WHERE task_id = :task ORDER BY seq, entry_key")
                .param("task", taskId)
                .query((row, number) -> entry(row, unfolding))
                .list();
        recent.addAll(unfolding.referred());
        return entries;
    }

    /** Forgets the entry {@code key} and all that were recorded after it. */
    static Write forgetFrom(String taskId, String key) {
        return Write.of("""
                DELETE FROM journal WHERE task_id = ?
                AND seq >= (SELECT j.seq FROM journal j WHERE j.task_id = ? AND j.entry_key = ?)""", taskId, taskId, key);
    }

    /** Gives the task {@code fork} what the journal of {@code source} holds before the section {@code key}. */
    static Write copyBefore(String source, String key, String fork) {
        return Write.of(
                COPY.formatted("output") + """
                         AND status = 'DONE' AND NOT (%s)
                        AND seq < (SELECT j.seq FROM journal j WHERE j.task_id = ? AND j.entry_key = ?)""".formatted(INSIDE),
                fork,
                source,
                key.length() + 1,
                key + "/",
                key + "[",
                source,
                key);
    }

    /** Adds the rows that give {@code fork} the entry {@code key} with another output. */
    void copyWith(String source, String key, JsonNode output, String fork, List<Write> change) {
        String column = JdbcPayloads.keep(fork, output, change);
        change.add(Write.of(COPY.formatted("CAST(? AS VARCHAR)") + " AND entry_key = ?", fork, column, source, key)
                .orElse(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Task %s was to be forked from '%s', which is no longer in its journal."
                                .formatted(source, key))));
    }

    /** Forgets all entries. */
    static Write forgetAll(String taskId) {
        return Write.of("DELETE FROM journal WHERE task_id = ?", taskId);
    }

    /** Forgets what the task found by itself; what others did for it or said to it stays, since it came once. */
    static Write forgetOwn(String taskId) {
        return Write.of(
                "DELETE FROM journal WHERE task_id = ? AND kind NOT IN (?, ?)",
                taskId,
                EntryKind.TOOL.word(),
                EntryKind.HANDOFF.word());
    }

    @Override
    public List<Write> rows(List<String> taskIds) {
        List<Write> rows = new ArrayList<>();
        taskIds.forEach(taskId -> rows.add(forgetAll(taskId)));
        rows.addAll(payloads.forget(taskIds));
        return rows;
    }

    private static Entry entry(ResultSet row, Unfolding unfolding) throws SQLException {
        JsonNode input = unfolding.column(row.getString("input"));
        JsonNode output = unfolding.column(row.getString("output"));
        JsonNode context = unfolding.column(row.getString("context"));
        return new Entry(
                row.getInt("seq"),
                row.getString("entry_key"),
                row.getString("kind"),
                row.getString("status"),
                row.getInt("attempt"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getLong("duration_ms"),
                input,
                output,
                context,
                row.getString("model"),
                Task.Cost.usd(row.getLong("micro_dollars")),
                row.getBoolean("repeated"));
    }
}
