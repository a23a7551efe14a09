package io.tutti.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * JSON in columns, as a Claim Check where it is long: a text over {@value #INLINE} characters is stored once under its
 * SHA-256 and the column keeps {@code @hash}. JSON never starts with {@code @}.
 *
 * <p>The table {@code payload_use} says which tasks refer to a text; it goes with the last of them. Who stores or deletes
 * one writes its row first, and whoever comes second waits there until the first one's change is on disk: so a text is
 * not deleted by one hub while another takes it as stored.
 */
@Component
final class JdbcPayloads {

    static final int INLINE = 16_000;

    private static final String HOLD = "UPDATE payload SET hash = hash WHERE hash = ?";

    private static final String STORE = """
            INSERT INTO payload (hash, body)
            SELECT CAST(? AS VARCHAR(64)), CAST(? AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM payload WHERE hash = ?)""";

    private static final String USE = """
            INSERT INTO payload_use (task_id, hash)
            SELECT CAST(? AS VARCHAR(36)), CAST(? AS VARCHAR(64))
            WHERE NOT EXISTS (SELECT 1 FROM payload_use WHERE task_id = ? AND hash = ?)""";

    private static final String USE_ALL_OF = """
            INSERT INTO payload_use (task_id, hash)
            SELECT CAST(? AS VARCHAR(36)), hash FROM payload_use WHERE task_id = ?
            AND hash NOT IN (SELECT hash FROM payload_use WHERE task_id = ?)""";

    private static final String DELETE_UNUSED =
            "DELETE FROM payload WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM payload_use WHERE hash = ?)";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcPayloads(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The column's value for {@code content} of a task; the rows for a long one are added to {@code change}. */
    @Nullable
    String keep(String taskId, @Nullable JsonNode content, List<Write> change) {
        if (content == null) {
            return null;
        }
        String text = content.toString();
        if (text.length() <= INLINE) {
            return text;
        }
        String hash = sha256(text);
        change.add(Write.of(HOLD, hash));
        change.add(Write.of(STORE, hash, text, hash));
        change.add(Write.of(USE, taskId, hash, taskId, hash));
        return "@" + hash;
    }

    /** Lets a fork refer to whatever the other task refers to. */
    static Write useAllOf(String source, String fork) {
        return Write.of(USE_ALL_OF, fork, source, fork);
    }

    /** The statements that delete what these tasks refer to and no other one does. */
    List<Write> forget(List<String> taskIds) {
        List<String> used = jdbc.sql("SELECT DISTINCT hash FROM payload_use WHERE task_id IN (:tasks) ORDER BY hash")
                .param("tasks", taskIds)
                .query(String.class)
                .list();
        List<Write> rows = new ArrayList<>();
        used.forEach(hash -> rows.add(Write.of(HOLD, hash)));
        taskIds.forEach(taskId -> rows.add(Write.of("DELETE FROM payload_use WHERE task_id = ?", taskId)));
        used.forEach(hash -> rows.add(Write.of(DELETE_UNUSED, hash, hash)));
        return rows;
    }

    /** The content behind a column's value. */
    @Nullable
    JsonNode read(@Nullable String column) {
        if (column == null) {
            return null;
        }
        try {
            return json.readTree(column.startsWith("@") ? stored(column.substring(1)) : column);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A journal column holds text that is no JSON; the database was changed by hand.", e);
        }
    }

    private String stored(String hash) {
        return jdbc.sql("SELECT body FROM payload WHERE hash = :hash")
                .param("hash", hash)
                .query(String.class)
                .single();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
