package io.tutti.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import io.tutti.definition.Definitions;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.trace.Trace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the table {@code task}. */
@Component
final class JdbcTasks {

    private static final String INSERT = """
            INSERT INTO task (id, tenant, task_key, principal, flow, conversation, status, input, reply, micro_dollars,
                              input_tokens, output_tokens, model_calls, tool_calls, created_at, owner, epoch,
                              wake, definition, trace, untrusted)
            VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, 0, 0, 0, 0, 0, ?, ?, 1, FALSE, ?, ?, ?)""";

    private static final String PROGRESS = """
            UPDATE task SET crashes = 0, cut_off = FALSE, micro_dollars = micro_dollars + ?, input_tokens = input_tokens + ?,
                            output_tokens = output_tokens + ?, model_calls = model_calls + ?, tool_calls = tool_calls + ?
            """ + Fence.HELD;

    private static final String END = """
            UPDATE task SET status = ?, output = ?, error_kind = ?, error_message = ?, error_step = ?, ended_at = ?,
                            owner = NULL
            """ + Fence.HELD;

    private static final String WAIT = """
            UPDATE task SET status = CASE WHEN wake THEN 'RUNNING' ELSE 'WAITING' END, wake = FALSE,
                            cut_off = FALSE, owner = NULL
            """ + Fence.HELD;

    private final JdbcClient jdbc;
    private final JdbcPayloads payloads;
    private final ObjectMapper json;
    private final Clock clock;
    private final Definitions definitions;

    JdbcTasks(JdbcClient jdbc, JdbcPayloads payloads, ObjectMapper json, Clock clock, Definitions definitions) {
        this.jdbc = jdbc;
        this.payloads = payloads;
        this.json = json;
        this.clock = clock;
        this.definitions = definitions;
    }

    /**
     * Adds the rows of a new task, which begins with the present definition of its flow.
     *
     * @param owner the hub that runs it; null for whoever takes it up first
     */
    Stored insert(Task task, NewTask asked, @Nullable String owner, List<Write> change) {
        String definition = definitions.present(task.flow()).orElse(null);
        change.add(Write.of(
                INSERT,
                task.id(),
                task.tenant(),
                task.key(),
                task.principal(),
                task.flow(),
                task.conversation(),
                JdbcPayloads.keep(task.id(), task.input(), change),
                json.valueToTree(asked.reply()).toString(),
                at(task.createdAt()),
                owner,
                definition,
                task.trace().equals(Trace.beginning(task.id()))
                        ? null
                        : task.trace().stored(),
                asked.isUntrusted()));
        return new Stored(task, asked.reply(), 1, 0, false, definition, asked.isUntrusted());
    }

    /** Adds what was used, and says that the task gets on; fails when {@code fence} does not hold. */
    Write progress(Fence fence, Usage usage, int modelCalls, int toolCalls) {
        return Write.of(
                        PROGRESS,
                        usage.microDollars(),
                        usage.inputTokens(),
                        usage.outputTokens(),
                        modelCalls,
                        toolCalls,
                        fence.taskId(),
                        fence.epoch())
                .orElse(() -> new Fenced(fence));
    }

    void end(
            Fence fence, TaskStatus status, @Nullable JsonNode output, Task.@Nullable Error error, List<Write> change) {
        List<Write> stored = new ArrayList<>();
        String column = JdbcPayloads.keep(fence.taskId(), output, stored);
        change.add(Write.of(
                        END,
                        status.name(),
                        column,
                        error == null ? null : error.kind(),
                        error == null ? null : shortened(error.message()),
                        error == null ? null : error.step(),
                        now(),
                        fence.taskId(),
                        fence.epoch())
                .orElse(() -> new Fenced(fence)));
        change.addAll(stored);
    }

    Write waiting(Fence fence) {
        return Write.of(WAIT, fence.taskId(), fence.epoch()).orElse(() -> new Fenced(fence));
    }

    Write wake(String taskId) {
        return Write.of("""
                        UPDATE task SET status = 'RUNNING', wake = TRUE
                        WHERE id = ? AND status IN ('WAITING', 'RUNNING')""", taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task " + taskId + " was to go on, but it has ended; see GET /api/tasks/" + taskId + "."));
    }

    Write cancel(String taskId) {
        return Write.of("""
                        UPDATE task SET status = 'CANCELLED', ended_at = ?, owner = NULL
                        WHERE id = ? AND status IN ('RUNNING', 'WAITING')""", now(), taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT, "Task " + taskId + " was to be cancelled, but it has already ended."));
    }

    Write reopen(String taskId, @Nullable JsonNode input, List<Write> change) {
        return Write.of("""
                        UPDATE task SET status = 'RUNNING', output = NULL, error_kind = NULL, error_message = NULL,
                                        error_step = NULL, ended_at = NULL, owner = NULL, crashes = 0, cut_off = FALSE,
                                        input = COALESCE(?, input)
                        WHERE id = ? AND status = 'FAILED'""", JdbcPayloads.keep(taskId, input, change), taskId)
                .orElse(() -> new Refused(
                        Reason.CONFLICT,
                        "Task " + taskId
                                + " was to be redriven, but it is not FAILED; somebody else may have redriven it."));
    }

    Optional<Stored> find(String id) {
        return jdbc.sql("SELECT * FROM task WHERE id = :id")
                .param("id", id)
                .query((row, number) -> stored(row))
                .optional();
    }

    Optional<Stored> findByKey(String tenant, String key) {
        return jdbc.sql("SELECT * FROM task WHERE tenant = :tenant AND task_key = :key")
                .param("tenant", tenant)
                .param("key", key)
                .query((row, number) -> stored(row))
                .optional();
    }

    /** Newest first; null in a filter means any. */
    List<Task> list(TaskFilter filter) {
        return jdbc.sql("""
                        SELECT * FROM task
                        WHERE (CAST(:tenant AS VARCHAR) IS NULL OR tenant = :tenant)
                        AND (CAST(:flow AS VARCHAR) IS NULL OR flow = :flow)
                        AND (CAST(:status AS VARCHAR) IS NULL OR status = :status)
                        AND (CAST(:conversation AS VARCHAR) IS NULL OR conversation = :conversation)
                        AND (CAST(:after AS VARCHAR) IS NULL OR id < :after)
                        ORDER BY id DESC FETCH FIRST :limit ROWS ONLY""")
                .param("tenant", filter.tenant())
                .param("flow", filter.flow())
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().name())
                .param("conversation", filter.conversation())
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query((row, number) -> stored(row).task())
                .list();
    }

    private Stored stored(ResultSet row) throws SQLException {
        String errorKind = row.getString("error_kind");
        Unfolding unfolding = payloads.unfolding(row.getString("id"));
        var task = new Task(
                row.getString("id"),
                row.getString("flow"),
                TaskStatus.valueOf(row.getString("status")),
                Objects.requireNonNull(unfolding.column(row.getString("input"))),
                unfolding.column(row.getString("output")),
                errorKind == null
                        ? null
                        : new Task.Error(errorKind, row.getString("error_message"), row.getString("error_step")),
                row.getString("conversation"),
                row.getString("task_key"),
                row.getString("principal"),
                row.getString("tenant"),
                Task.Cost.of(
                        row.getLong("micro_dollars"),
                        row.getLong("input_tokens"),
                        row.getLong("output_tokens"),
                        row.getInt("model_calls"),
                        row.getInt("tool_calls")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("ended_at", OffsetDateTime.class)),
                trace(row));
        return new Stored(
                task,
                reply(row.getString("reply")),
                row.getInt("epoch"),
                row.getInt("crashes"),
                row.getBoolean("cut_off"),
                row.getString("definition"),
                row.getBoolean("untrusted"));
    }

    /** The tasks of a trace, oldest first. */
    List<Task> ofTrace(String id, @Nullable String tenant) {
        return jdbc.sql("""
                        SELECT * FROM task
                        WHERE (trace LIKE :trace OR (trace IS NULL AND id = :task)) AND (CAST(:tenant AS VARCHAR) IS NULL OR tenant = :tenant)
                        ORDER BY id FETCH FIRST 1000 ROWS ONLY""")
                .param("trace", id + "%")
                .param("task", Trace.uuid(id))
                .param("tenant", tenant)
                .query((row, number) -> stored(row).task())
                .list();
    }

    private static Trace trace(ResultSet row) throws SQLException {
        String stored = row.getString("trace");
        return stored == null ? Trace.beginning(row.getString("id")) : Trace.restored(stored);
    }

    private Reply reply(String text) {
        try {
            return json.readValue(text, Reply.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A task's reply address is unreadable; the database was changed by hand.", e);
        }
    }

    private static String shortened(String message) {
        return message.length() <= 4000 ? message : message.substring(0, 3997) + "...";
    }

    private OffsetDateTime now() {
        return at(clock.instant());
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /**
     * A row.
     *
     * @param task what it says
     * @param reply where the finished task is sent
     * @param epoch how often it was taken up
     * @param crashes how often in a row its run was lost before it finished a further step
     * @param cutOff whether its last run was cut off in the middle of something
     * @param definition the hash of the definition that it is on; null when that was not kept
     * @param isUntrusted whether strangers wrote what it began with
     */
    record Stored(
            Task task,
            Reply reply,
            int epoch,
            int crashes,
            boolean cutOff,
            @Nullable String definition,
            boolean isUntrusted) {

        Fence fence() {
            return new Fence(task.id(), epoch);
        }

        Stored on(String other) {
            return new Stored(task, reply, epoch, crashes, cutOff, other, isUntrusted);
        }
    }
}
