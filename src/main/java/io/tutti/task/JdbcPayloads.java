package io.tutti.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * JSON in columns, as a Claim Check where it is long: a text over {@value #INLINE} characters is stored once under its
 * SHA-256 and the column keeps {@code @hash}. JSON never starts with {@code @}.
 */
@Component
final class JdbcPayloads {

    static final int INLINE = 16_000;

    private static final String STORE = """
            INSERT INTO payload (hash, body)
            SELECT CAST(? AS VARCHAR(64)), CAST(? AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM payload WHERE hash = ?)""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcPayloads(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The column's value for {@code content}; a row for a long one is added to {@code change}. */
    @Nullable
    String keep(@Nullable JsonNode content, List<Write> change) {
        if (content == null) {
            return null;
        }
        String text = content.toString();
        if (text.length() <= INLINE) {
            return text;
        }
        String hash = sha256(text);
        change.add(Write.of(STORE, hash, text, hash));
        return "@" + hash;
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
