package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A seal that was seen, kept outside the database: without it nobody could see that the end of the trail was cut off, or
 * that all of it was written anew.
 *
 * @param seal the seal's id
 * @param hash its hash, 43 letters of Base64 for URLs
 * @param at when it was seen
 * @param signature over {@link #signedBytes()}, in base64
 */
record Checkpoint(long seal, String hash, Instant at, String signature) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The checkpoint in {@code file}; empty when there is no such file. */
    static Optional<Checkpoint> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (Refused e) {
            throw new IOException(
                    file + " should hold a checkpoint; it holds something else."
                            + " Restore it from a backup, or delete it if you trust the trail's end.",
                    e);
        }
    }

    /**
     * Reads one from its JSON.
     *
     * @throws Refused when it is none
     */
    static Checkpoint parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("seal").canConvertToLong() && json.path("hash").isTextual()) {
                return new Checkpoint(
                        json.path("seal").longValue(),
                        json.path("hash").textValue(),
                        Instant.parse(json.path("at").asText()),
                        json.path("signature").asText());
            }
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw none(text);
        }
        throw none(text);
    }

    private static Refused none(String text) {
        return new Refused(
                Reason.BAD_INPUT,
                "A checkpoint is a JSON object with seal, hash, at and signature, a line of data/audit/checkpoints.jsonl; found %d other characters."
                        .formatted(text.strip().length()));
    }

    String json() {
        return JSON.createObjectNode()
                .put("seal", seal)
                .put("hash", hash)
                .put("at", at.toString())
                .put("signature", signature)
                .toString();
    }

    /** What is signed: four lines, the last one ended too. */
    byte[] signedBytes() {
        return ("tutti audit checkpoint\n" + seal + "\n" + hash + "\n" + at + "\n").getBytes(StandardCharsets.UTF_8);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, json() + "\n");
        Failpoint.CHECKPOINT_WRITTEN.reach();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
