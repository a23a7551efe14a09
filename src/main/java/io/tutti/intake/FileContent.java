package io.tutti.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is in a file, by its ending: {@code txt} a text, {@code json} any JSON, {@code csv} an object for each row under
 * the names of the first, {@code eml} an object with {@code from}, {@code subject} and {@code text}. Thread-safe.
 */
@Component
final class FileContent {

    private static final int MOST_ROWS = 10_000;
    private static final int DEEPEST_PART = 10;
    private static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private final InputText texts;
    private final ObjectMapper json;

    FileContent(InputText texts, ObjectMapper json) {
        this.texts = texts;
        this.json = json;
    }

    /**
     * The inputs in the file, at least one.
     *
     * @throws Refused when the ending is unknown or the content does not fit it
     */
    List<JsonNode> inputs(String name, byte[] content) {
        return switch (ending(name)) {
            case "txt" -> List.of(texts.text(InputText.utf8(content)));
            case "json" -> List.of(texts.json(InputText.utf8(content)));
            case "csv" -> rows(InputText.utf8(content));
            case "eml" -> List.of(mail(content));
            default ->
                throw new Refused(
                        Reason.BAD_INPUT, "Files may end in .txt, .json, .csv or .eml; found '%s'.".formatted(name));
        };
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private List<JsonNode> rows(String text) {
        List<JsonNode> rows = new ArrayList<>();
        try (var parser = CSV.parse(new StringReader(text))) {
            for (CSVRecord record : parser) {
                rows.add(row(record, parser.getHeaderNames()));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new Refused(
                    Reason.BAD_INPUT, "The CSV file cannot be read (RFC 4180, first row names): " + e.getMessage());
        }
        if (rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new Refused(
                    rows.isEmpty() ? Reason.BAD_INPUT : Reason.TOO_LARGE,
                    "A CSV file may have 1 to %d rows under its first; found %d.".formatted(MOST_ROWS, rows.size()));
        }
        return rows;
    }

    private JsonNode row(CSVRecord record, List<String> names) {
        if (!record.isConsistent()) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Row %d of the CSV file has %d values under %d names; quote values that contain commas."
                            .formatted(record.getRecordNumber(), record.size(), names.size()));
        }
        var row = json.createObjectNode();
        names.forEach(name -> row.put(name, record.get(name)));
        return row;
    }

    private JsonNode mail(byte[] content) {
        try {
            var message = new MimeMessage(null, new ByteArrayInputStream(content));
            String text = text(message, 0);
            if (text == null || text.isBlank()) {
                throw new Refused(Reason.BAD_INPUT, "The mail has no part of type text/plain; send one with it.");
            }
            var mail = json.createObjectNode();
            mail.put("from", message.getFrom() == null ? null : message.getFrom()[0].toString());
            mail.put("subject", message.getSubject());
            mail.put("text", text.strip());
            return mail;
        } catch (MessagingException | IOException e) {
            throw new Refused(Reason.BAD_INPUT, "The mail cannot be read (RFC 5322): " + e.getMessage());
        }
    }

    private static @Nullable String text(Part part, int depth) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return part.getContent().toString();
        }
        if (depth < DEEPEST_PART && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String text = text(parts.getBodyPart(i), depth + 1);
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }
}
