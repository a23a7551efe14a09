package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one caller. The response begins with the first event: until then a failure can still be
 * answered with a status of its own. Used by one thread.
 */
final class EventStream {

    private final HttpServletResponse response;
    private boolean isOpen;

    EventStream(HttpServletResponse response) {
        this.response = response;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** @throws UncheckedIOException when the caller is gone */
    void send(JsonNode data) {
        send(null, data);
    }

    /** @throws UncheckedIOException when the caller is gone */
    void send(@Nullable String event, JsonNode data) {
        write((event == null ? "" : "event: " + event + "\n") + "data: " + data + "\n\n");
    }

    /** The word with which a stream of chat completions ends. */
    void done() {
        write("data: [DONE]\n\n");
    }

    private void write(String text) {
        if (!isOpen) {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-cache");
            isOpen = true;
        }
        try {
            OutputStream out = response.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
