package io.tutti.provider;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Several keys for one model, used in turn. A key that was called too often rests for as long as the endpoint says, one
 * that is refused for ten minutes; the call goes on with the next key at once. Safe for use by many threads.
 */
final class KeyRing {

    private static final Duration BUSY = Duration.ofSeconds(30);
    private static final Duration REFUSED = Duration.ofMinutes(10);

    private final List<Connection> connections;
    private final List<AtomicReference<Instant>> restUntil = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Clock clock;

    /** @param connections one for each key, at least one */
    KeyRing(List<Connection> connections, Clock clock) {
        this.connections = List.copyOf(connections);
        connections.forEach(connection -> restUntil.add(new AtomicReference<>(Instant.MIN)));
        this.clock = clock;
    }

    /** All keys as one connection. */
    Connection connection() {
        return connections.size() == 1 ? connections.getFirst() : new Connection(new Whole(), new Streamed());
    }

    @FunctionalInterface
    private interface Use {

        /** @throws RuntimeException when the key does not do */
        ChatResponse with(Connection connection);
    }

    /** With each key that does not rest, until one does. All resting: the last refusal, or one more try. */
    private ChatResponse inTurn(Use use) {
        int first = Math.floorMod(next.getAndIncrement(), connections.size());
        RuntimeException refused = null;
        for (int i = 0; i < connections.size(); i++) {
            int key = (first + i) % connections.size();
            if (clock.instant().isBefore(restUntil.get(key).get())) {
                continue;
            }
            try {
                return use.with(connections.get(key));
            } catch (RuntimeException e) {
                Duration rest = rest(e);
                if (rest == null) {
                    throw e;
                }
                restUntil.get(key).set(clock.instant().plus(rest));
                refused = e;
            }
        }
        if (refused == null) {
            throw new EndpointFailure(Fault.RATE_LIMITED, "all " + connections.size() + " keys rest", shortest());
        }
        throw refused;
    }

    private Duration shortest() {
        Instant now = clock.instant();
        return restUntil.stream()
                .map(until -> Duration.between(now, until.get()))
                .min(Duration::compareTo)
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** How long a key rests after a failure; null when another key would fail alike. */
    private static @Nullable Duration rest(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EndpointFailure known) {
                return switch (known.fault()) {
                    case RATE_LIMITED -> Objects.requireNonNullElse(known.retryAfter(), BUSY);
                    case KEY_REFUSED -> REFUSED;
                    default -> null;
                };
            }
        }
        return null;
    }

    private final class Whole implements ChatModel {

        @Override
        public ChatResponse chat(ChatRequest request) {
            return inTurn(connection -> connection.whole().chat(request));
        }
    }

    private final class Streamed implements StreamingChatModel {

        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
            try {
                ChatResponse response = inTurn(connection -> {
                    Watched watched = new Watched(handler);
                    connection.streaming().chat(request, watched);
                    return watched.ended();
                });
                handler.onCompleteResponse(response);
            } catch (RuntimeException e) {
                handler.onError(e);
            }
        }
    }

    /** Passes the parts on and keeps the end. */
    private static final class Watched implements StreamingChatResponseHandler {

        private final StreamingChatResponseHandler handler;
        private volatile @Nullable ChatResponse response;
        private volatile @Nullable Throwable failure;
        private volatile boolean hasBegun;

        Watched(StreamingChatResponseHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onPartialResponse(String text) {
            hasBegun = true;
            handler.onPartialResponse(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            if (failure == null && response == null) {
                response = whole;
            }
        }

        @Override
        public void onError(Throwable why) {
            if (failure == null && response == null) {
                failure = why;
            }
        }

        /** What has begun to come cannot begin again with another key. */
        ChatResponse ended() {
            if (response != null) {
                return response;
            }
            if (failure != null) {
                EndpointFailure known = EndpointFailure.in(failure, Fault.BROKEN_ANSWER);
                throw hasBegun
                        ? new EndpointFailure(
                                Fault.BROKEN_ANSWER,
                                "after its beginning: " + known.fault().word())
                        : known;
            }
            throw new EndpointFailure(Fault.BROKEN_ANSWER, "the stream ended before the answer did");
        }
    }
}
