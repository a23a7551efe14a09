package io.tutti.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One streamed call: the provider's thread puts in what comes, the caller's thread takes it out within time. */
final class StreamedCall implements StreamingChatResponseHandler {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Clock clock;

    StreamedCall(Clock clock) {
        this.clock = clock;
    }

    private sealed interface Event {}

    private record Part(String text) implements Event {}

    private record End(ChatResponse response) implements Event {}

    private record Broken(Throwable why) implements Event {}

    @Override
    public void onPartialResponse(String text) {
        events.add(new Part(text));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        events.add(new End(response));
    }

    @Override
    public void onError(Throwable why) {
        events.add(new Broken(why));
    }

    /** The provider is done: when no end came until now, none will. */
    void onReturn() {
        onError(new EndpointFailure(Fault.BROKEN_ANSWER, "the stream ended before the answer did"));
    }

    /**
     * Hands each part over and returns the whole at the end.
     *
     * @param patience the longest time without any part
     * @param limit the longest time in all
     * @throws EndpointFailure when the stream breaks, falls silent or ends in the middle of the answer
     */
    ChatResponse read(Duration patience, Duration limit, Consumer<String> parts) throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        while (true) {
            Duration left = Duration.between(clock.instant(), end);
            Duration wait = left.compareTo(patience) < 0 ? left : patience;
            Event event = events.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
            switch (event) {
                case null ->
                    throw new EndpointFailure(
                            Fault.TIME_OUT, "nothing more of the answer within " + wait.toMillis() + " ms");
                case Part part -> parts.accept(part.text);
                case Broken broken -> throw EndpointFailure.in(broken.why, Fault.BROKEN_ANSWER);
                case End whole -> {
                    return ended(whole.response);
                }
            }
        }
    }

    private static ChatResponse ended(ChatResponse response) {
        if (response.finishReason() == null) {
            throw new EndpointFailure(Fault.BROKEN_ANSWER, "the stream ended before the answer did", response);
        }
        return response;
    }
}
