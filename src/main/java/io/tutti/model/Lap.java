package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.provider.ModelEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try of one model.
 *
 * @param way who is asked
 * @param request what
 * @param visitor who waits when the model is busy
 * @param limit the longest time
 * @param span its number in its trace
 * @param header the header {@code traceparent}
 * @param started when it began
 */
record Lap(
        Endpoint way,
        ChatRequest request,
        Turnstile.Visitor visitor,
        Duration limit,
        long span,
        String header,
        Instant started) {

    /** @see Endpoint#ask */
    ChatResponse run(@Nullable Consumer<String> parts) throws InterruptedException {
        return way.ask(request, visitor, limit, parts, header);
    }

    ModelEntry model() {
        return way.entry();
    }
}
