package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL of the table {@code payload}, the rows that columns refer to as {@link Folding} says, and of {@code payload_use}.
 *
 * <p>A row is one task's own, or all tasks share it; its id is a whole hash then. Who else uses a row, each task a shared
 * one and a fork its source's, is in {@code payload_use}; a row goes with the last task. Who stores or deletes one that
 * others may use writes it first, and whoever comes second waits there until the first one's change is on disk: so a text
 * is not deleted by one hub while another takes it as stored.
 */
@Component
final class JdbcPayloads {

    private static final int WHOLE_HASH = 64;

    private static final String HOLD = "UPDATE payload SET hash = hash WHERE hash = ?";

    private static final String STORE = """
            INSERT INTO payload (hash, body, task_id)
            SELECT CAST(? AS VARCHAR(64)), CAST(? AS TEXT), CAST(? AS VARCHAR(36))
            WHERE NOT EXISTS (SELECT 1 FROM payload WHERE hash = ?)""";

    private static final String USE = """
            INSERT INTO payload_use (task_id, hash)
            SELECT CAST(? AS VARCHAR(36)), CAST(? AS VARCHAR(64))
            WHERE NOT EXISTS (SELECT 1 FROM payload_use WHERE task_id = ? AND hash = ?)""";

    private static final String USE_ALL_OF = """
            INSERT INTO payload_use (task_id, hash)
            SELECT CAST(? AS VARCHAR(36)), used.hash
            FROM (SELECT hash FROM payload_use WHERE task_id = ?
                  UNION SELECT hash FROM payload WHERE task_id = ?) used
            WHERE used.hash NOT IN (SELECT hash FROM payload_use WHERE task_id = ?)""";

    private static final String USED = """
            SELECT p.hash, p.body FROM payload p WHERE p.task_id = :task
            UNION ALL
            SELECT p.hash, p.body FROM payload_use used JOIN payload p ON p.hash = used.hash WHERE used.task_id = :task""";

    private static final String SHARED = """
            SELECT used.hash FROM payload_use used WHERE used.task_id IN (:tasks)
            UNION
            SELECT p.hash FROM payload p JOIN payload_use used ON used.hash = p.hash WHERE p.task_id IN (:tasks)
            ORDER BY hash""";

    private static final String DELETE_OWN = """
            DELETE FROM payload WHERE task_id = ?
            AND NOT EXISTS (SELECT 1 FROM payload_use used WHERE used.hash = payload.hash)""";

    private static final String DELETE_UNUSED = """
            DELETE FROM payload WHERE hash = ? AND task_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM payload_use WHERE hash = ?)""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcPayloads(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The column's value for {@code content} of a task; the rows for what is long are added to {@code change}. */
    @Nullable
    static String keep(String taskId, @Nullable JsonNode content, List<Write> change) {
        return new Folding(taskId, new Recent(), change).column(content);
    }

    /** Adds the statements that store a row for a task. */
    static void store(String taskId, String hash, String body, List<Write> change) {
        if (hash.length() < WHOLE_HASH) {
            change.add(Write.of(STORE, hash, body, taskId, hash));
            return;
        }
        change.add(Write.of(HOLD, hash));
        change.add(Write.of(STORE, hash, body, null, hash));
        change.add(Write.of(USE, taskId, hash, taskId, hash));
    }

    /** Lets a fork refer to whatever the other task refers to. */
    static Write useAllOf(String source, String fork) {
        return Write.of(USE_ALL_OF, fork, source, source, fork);
    }

    /** The statements that delete what these tasks refer to and no other one does. */
    List<Write> forget(List<String> taskIds) {
        List<String> shared =
                jdbc.sql(SHARED).param("tasks", taskIds).query(String.class).list();
        List<Write> rows = new ArrayList<>();
        shared.forEach(hash -> rows.add(Write.of(HOLD, hash)));
        taskIds.forEach(taskId -> rows.add(Write.of("DELETE FROM payload_use WHERE task_id = ?", taskId)));
        taskIds.forEach(taskId -> rows.add(Write.of(DELETE_OWN, taskId)));
        taskIds.forEach(taskId -> rows.add(Write.of("UPDATE payload SET task_id = NULL WHERE task_id = ?", taskId)));
        shared.forEach(hash -> rows.add(Write.of(DELETE_UNUSED, hash, hash)));
        return rows;
    }

    /** Reads columns of a task's rows. */
    Unfolding unfolding(String taskId) {
        return new Unfolding(json, new Rows(taskId));
    }

    private Map<String, String> usedBy(String taskId) {
        Map<String, String> bodies = new HashMap<>();
        jdbc.sql("""
                SELECT p.hash, p.body FROM payload_use used JOIN payload p ON p.hash = used.hash
                WHERE used.task_id = :task""").param("task", taskId).query(row -> {
            bodies.put(row.getString("hash"), row.getString("body"));
        });
        return bodies;
    }

    private String stored(String hash) {
        return jdbc.sql("SELECT body FROM payload WHERE hash = :hash")
                .param("hash", hash)
                .query(String.class)
                .single();
    }

    /** The rows of one task: a few are read one by one, more of them all together. */
    private final class Rows implements UnaryOperator<String> {

        private static final int FEW = 4;

        private final String taskId;
        private final Map<String, String> bodies = new HashMap<>();
        private int misses;

        Rows(String taskId) {
            this.taskId = taskId;
        }

        @Override
        public String apply(String hash) {
            if (!bodies.containsKey(hash) && ++misses == FEW) {
                bodies.putAll(usedBy(taskId));
            }
            return bodies.computeIfAbsent(hash, JdbcPayloads.this::stored);
        }
    }
}
