package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/**
 * Writes a JSON tree with its length, in one piece; Spring's own converter flushes a stream of chunks twice. Thread-safe.
 */
@Component
final class TreeConverter extends AbstractHttpMessageConverter<JsonNode> {

    private final ObjectMapper json;

    TreeConverter(ObjectMapper json) {
        super(MediaType.APPLICATION_JSON);
        this.json = json;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return JsonNode.class.isAssignableFrom(type);
    }

    /** Spring's own converter reads. */
    @Override
    protected boolean canRead(@Nullable MediaType type) {
        return false;
    }

    @Override
    protected JsonNode readInternal(Class<? extends JsonNode> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("This converter only writes.", message);
    }

    @Override
    protected void writeInternal(JsonNode tree, HttpOutputMessage message) throws IOException {
        byte[] bytes = json.writeValueAsBytes(tree);
        message.getHeaders().setContentLength(bytes.length);
        message.getBody().write(bytes);
    }
}
