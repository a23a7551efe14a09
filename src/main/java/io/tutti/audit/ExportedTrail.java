package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A trail in a file that {@link TrailExport} wrote: a line for each record, and after the records of a seal a line for
 * the seal. It is read once from its start to its end, with the records of one seal in memory. For one thread.
 */
final class ExportedTrail implements SealSource, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final BufferedReader lines;
    private long line;
    private List<AuditRecord> read = new ArrayList<>();
    private @Nullable Long stray;

    /** @param file ends in {@code .gz} when it is packed */
    ExportedTrail(Path file) throws IOException {
        this.file = file;
        InputStream in = Files.newInputStream(file);
        this.lines = new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    }

    /** The next seal of the file, whose records are in memory then; {@code id} is that of the one before. */
    @Override
    public Optional<Seal> after(long id) {
        noteStrays(id);
        read = new ArrayList<>();
        try {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                JsonNode json = parse(text);
                if (json.has("hash")) {
                    return Optional.of(seal(json));
                }
                read.add(record(json, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private void noteStrays(long id) {
        for (AuditRecord row : read) {
            if (stray == null && row.seal() != null && row.seal() != id) {
                stray = row.seq();
            }
        }
    }

    @Override
    public List<AuditRecord> recordsOf(long seal, int expected) {
        return read.stream()
                .filter(row -> row.seal() != null && row.seal() == seal)
                .toList();
    }

    @Override
    public Optional<Long> withoutTheirSeal() {
        noteStrays(0);
        return Optional.ofNullable(stray);
    }

    @Override
    public List<AuditRecord> unsealedAfter(long after, int limit) {
        return read.stream()
                .filter(row -> row.seal() == null && row.seq() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public boolean exists(long seq) {
        return read.stream().anyMatch(row -> row.seq() == seq);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private JsonNode parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw noExport(e);
        }
        throw noExport(null);
    }

    private Seal seal(JsonNode json) {
        return new Seal(
                number(json, "seal"),
                number(json, "first"),
                number(json, "last"),
                (int) number(json, "records"),
                text(json, "digests"),
                text(json, "previous"),
                text(json, "hash"));
    }

    private AuditRecord record(JsonNode json, String text) {
        try {
            return new AuditRecord(
                    number(json, "seq"),
                    Instant.parse(text(json, "at")),
                    text(json, "action"),
                    json.path("task").isNull() ? null : text(json, "task"),
                    text(json, "principal"),
                    text(json, "tenant"),
                    text(json, "subject"),
                    detail(text),
                    text(json, "digest"),
                    json.path("seal").isNull() ? null : number(json, "seal"));
        } catch (DateTimeException | IOException e) {
            throw noExport(e);
        }
    }

    /** The characters of the detail as they are written, since the digest is over them. */
    private static String detail(String text) throws IOException {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isDetail = parser.currentName().equals("detail");
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                if (isDetail) {
                    parser.finishToken();
                    return text.substring(start, (int) parser.currentLocation().getCharOffset());
                }
            }
        }
        return "";
    }

    private long number(JsonNode json, String field) {
        if (!json.path(field).canConvertToLong()) {
            throw noExport(null);
        }
        return json.path(field).longValue();
    }

    private String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw noExport(null);
        }
        return json.path(field).textValue();
    }

    private Refused noExport(@Nullable Exception cause) {
        var refused = new Refused(
                Reason.BAD_INPUT,
                file + ":" + line + ": this line is no audit record and no seal; name a file that"
                        + " `audit export --seals` wrote.");
        if (cause != null) {
            refused.initCause(cause);
        }
        return refused;
    }
}
