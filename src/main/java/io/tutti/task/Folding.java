package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.commit.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON for the columns of one task's rows so that each long text and each long list is stored once, in a row of
 * its own, and a list that begins with one that is {@linkplain Recent known} stores only what came after: a conversation
 * that is given to a model again and again grows by its new messages. {@link Unfolding} reads it. For one change.
 *
 * <p>A column is JSON; or {@code #} and JSON with references; or {@code @} and the id of a row. A row is {@code =} and a
 * text; or {@code #} and JSON with references; or {@code +}, the id of the row that this one begins with, and one of
 * these two. A reference is the object {@code {"@": "id"}}.
 */
final class Folding {

    /** Characters; what is shorter is written where it stands. */
    static final int LONG = 1000;

    /** Characters; what is longer has its hash for all tasks alike, and is stored once for all of them. */
    static final int SHARED = 16_000;

    static final String REFERENCE = "@";
    static final char FOLDED = '#';
    static final char TEXT = '=';
    static final char LONGER = '+';

    /** 96 bits of a hash tell the texts of one task apart. */
    private static final int ID_BYTES = 12;

    private final String taskId;
    private final Recent recent;
    private final List<Write> change;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, JsonNode> stored = new LinkedHashMap<>();

    /** @param change takes the rows of long texts and lists */
    Folding(String taskId, Recent recent, List<Write> change) {
        this.taskId = taskId;
        this.recent = recent;
        this.change = change;
    }

    /** What the column has to hold. */
    @Nullable
    String column(@Nullable JsonNode content) {
        if (content == null) {
            return null;
        }
        String text = content.toString();
        if (text.length() < LONG) {
            return text;
        }
        JsonNode folded = fold(content);
        if (isReference(folded)) {
            return REFERENCE + folded.get(REFERENCE).textValue();
        }
        String body = FOLDED + folded.toString();
        return body.length() > SHARED ? REFERENCE + put(body) : body;
    }

    /** To be called when the change is on disk. */
    void isStored() {
        recent.addAll(stored);
    }

    static boolean isReference(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.path(REFERENCE).isTextual();
    }

    private JsonNode fold(JsonNode node) {
        return switch (node) {
            case ArrayNode list -> list.toString().length() < LONG ? items(list, 0) : reference(list, 0);
            case ObjectNode object -> object(object);
            default ->
                node.isTextual() && isLong(node.textValue())
                        ? reference(node, node.textValue().length() / 2)
                        : node;
        };
    }

    /** A text column of PostgreSQL cannot hold the character 0; in JSON it is written otherwise. */
    private static boolean isLong(String text) {
        return text.length() >= LONG && text.indexOf('\0') < 0;
    }

    /** An object that looks like a reference is put into another one. */
    private ObjectNode object(ObjectNode object) {
        ObjectNode folded = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> folded.set(field.getKey(), fold(field.getValue())));
        return object.size() == 1 && object.has(REFERENCE)
                ? JsonNodeFactory.instance.objectNode().set(REFERENCE, folded)
                : folded;
    }

    /** @param least a known beginning that is shorter is not worth it */
    private JsonNode reference(JsonNode value, int least) {
        Optional<Recent.Known> known = recent.beginningOf(value).filter(beginning -> beginning.size() > least);
        if (known.isPresent()
                && known.get().size() == (value.isTextual() ? value.textValue().length() : value.size())) {
            return referenceTo(known.get().id());
        }
        String begins = known.map(beginning -> LONGER + beginning.id()).orElse("");
        int from = known.map(Recent.Known::size).orElse(0);
        String id = put(begins
                + (value.isTextual()
                        ? TEXT + value.textValue().substring(from)
                        : FOLDED + items(value, from).toString()));
        stored.put(id, value);
        return referenceTo(id);
    }

    private ArrayNode items(JsonNode list, int from) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int i = from; i < list.size(); i++) {
            items.add(fold(list.get(i)));
        }
        return items;
    }

    private static JsonNode referenceTo(String id) {
        return JsonNodeFactory.instance.objectNode().put(REFERENCE, id);
    }

    private String put(String body) {
        String id = body.length() > SHARED
                ? HexFormat.of().formatHex(sha256(body))
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Arrays.copyOf(sha256(taskId + body), ID_BYTES));
        if (ids.add(id)) {
            JdbcPayloads.store(taskId, id, body, change);
        }
        return id;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
