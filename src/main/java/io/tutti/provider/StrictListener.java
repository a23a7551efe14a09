package io.tutti.provider;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on until one cannot be read. LangChain4j's parsers go on with the next one, and the answer would lack a
 * piece that nobody misses.
 */
final class StrictListener implements ServerSentEventListener {

    private final ServerSentEventListener listener;
    private @Nullable EndpointFailure failure;

    StrictListener(ServerSentEventListener listener) {
        this.listener = listener;
    }

    /** @throws EndpointFailure when an event could not be read */
    void requireUnderstood() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
        listener.onOpen(response);
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        if (failure != null) {
            return;
        }
        try {
            listener.onEvent(event, context);
        } catch (RuntimeException e) {
            failure = EndpointFailure.in(e, Fault.BROKEN_ANSWER);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (failure == null) {
            failure = EndpointFailure.in(error, Fault.UNREACHABLE);
        }
    }

    @Override
    public void onClose() {
        listener.onClose();
    }
}
