package io.tutti.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Reads what senders write: JSON or plain text, in UTF-8. Thread-safe. */
@Component
final class InputText {

    private final ObjectMapper json;

    InputText(ObjectMapper json) {
        this.json = json;
    }

    /**
     * JSON where the text is an object or a list, else the text itself.
     *
     * @throws Refused when it is empty, or starts like an object and is no JSON
     */
    JsonNode jsonOrText(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{")) {
            return json(stripped);
        }
        if (stripped.startsWith("[") && stripped.endsWith("]")) {
            return list(stripped);
        }
        return text(text);
    }

    /**
     * JSON of any kind.
     *
     * @throws Refused when it is none
     */
    JsonNode json(String text) {
        try {
            JsonNode tree = json.readTree(text);
            if (tree.isMissingNode()) {
                throw new Refused(Reason.BAD_INPUT, "JSON was expected; the content is empty.");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "The content starts like JSON but is none: %s%s. Mend it, or send plain text that does not start with '{'."
                            .formatted(e.getOriginalMessage(), where(e)));
        }
    }

    /**
     * Plain text.
     *
     * @throws Refused when it is blank
     */
    JsonNode text(String text) {
        if (text.isBlank()) {
            throw new Refused(Reason.BAD_INPUT, "A question was expected; the content is empty.");
        }
        return json.getNodeFactory().textNode(text);
    }

    /**
     * The text in {@code bytes}; a byte order mark is left out.
     *
     * @throws Refused when it is not UTF-8
     */
    static String utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Text in UTF-8 was expected; %d bytes of something else were found.".formatted(bytes.length));
        }
    }

    /** A text such as "[urgent] where is it [again]" is no list. */
    private JsonNode list(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return text(text);
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
