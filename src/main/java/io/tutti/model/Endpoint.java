package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.tutti.failure.Unavailable;
import io.tutti.provider.Connection;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import io.tutti.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One model ready to be called: it bounds how many call at once and how long, and leaves it alone while it fails. */
final class Endpoint {

    private final ModelEntry entry;
    private final Connection connection;
    private final Turnstile turnstile;
    private final CircuitBreaker breaker;
    private final Pace pace;
    private final RetryBudget retries;
    private final Function<String, Optional<String>> stopped;
    private final Clock clock;

    /** @param stopped why the model of a name must not be asked; empty when it may */
    Endpoint(
            ModelEntry entry,
            Connection connection,
            ModelSettings.Breaker settings,
            Function<String, Optional<String>> stopped,
            Clock clock) {
        this.entry = entry;
        this.connection = connection;
        this.turnstile = new Turnstile(entry.limits(), clock);
        this.breaker = CircuitBreaker.of(entry.name(), config(settings, clock));
        this.pace = new Pace(clock);
        this.retries = new RetryBudget(clock);
        this.stopped = stopped;
        this.clock = clock;
    }

    private static CircuitBreakerConfig config(ModelSettings.Breaker settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(Math.min(settings.minimumCalls(), settings.window()))
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls())
                .clock(clock)
                .writableStackTraceEnabled(false)
                .build();
    }

    ModelEntry entry() {
        return entry;
    }

    /** How long it took of late, in milliseconds; 0 when that is not known. */
    double millis() {
        return pace.now();
    }

    /** Whether it may be asked once more after a failure, without becoming the victim of everybody's retries. */
    boolean mayBeRetried() {
        return retries.take();
    }

    /** How many wait to ask it. */
    int waiting() {
        return turnstile.waiting();
    }

    /** The state of its circuit breaker. */
    CircuitBreaker.State state() {
        return breaker.getState();
    }

    /**
     * Asks once.
     *
     * @param visitor who waits when others are before
     * @param limit the longest time, waiting included
     * @param parts takes the answer's text part by part, on the caller's thread; null for an answer as a whole
     * @param trace the header {@code traceparent} of the request
     * @throws EndpointFailure when there is no answer with a text or a tool call in it
     * @throws InterruptedException when the caller's thread is interrupted
     */
    ChatResponse ask(
            ChatRequest request,
            Turnstile.Visitor visitor,
            Duration limit,
            @Nullable Consumer<String> parts,
            String trace)
            throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        turnstile.enter(visitor, limit);
        retries.called();
        try {
            Redacted redacted = redacted(request);
            ChatResponse response =
                    counted(redacted.request(), Duration.between(clock.instant(), end), redacted.parts(parts), trace);
            return redacted.restored(response);
        } finally {
            turnstile.leave();
        }
    }

    private Redacted redacted(ChatRequest request) {
        try {
            return Redacted.of(request, entry.audience().redact());
        } catch (Unavailable e) {
            throw new EndpointFailure(Fault.NOT_REDACTED, e.getMessage());
        }
    }

    private ChatResponse counted(ChatRequest request, Duration limit, @Nullable Consumer<String> parts, String trace)
            throws InterruptedException {
        Optional<String> why = stopped.apply(entry.name());
        if (why.isPresent()) {
            throw new EndpointFailure(Fault.LEFT_ALONE, why.get());
        }
        if (!breaker.tryAcquirePermission()) {
            throw new EndpointFailure(Fault.LEFT_ALONE, "it failed too often lately");
        }
        Instant started = clock.instant();
        boolean told = false;
        try {
            ChatResponse response = complete(
                    request.maxOutputTokens() != null || parts != null,
                    parts == null
                            ? timed(bounded(request), limit, trace)
                            : streamed(bounded(request), limit, parts, trace));
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            told = true;
            pace.add(Duration.between(started, clock.instant()));
            return response;
        } catch (EndpointFailure e) {
            tell(e);
            told = true;
            throw e;
        } finally {
            if (!told) {
                breaker.releasePermission();
            }
        }
    }

    /** A caller's own limit counts; else the one of models.yaml. */
    private ChatRequest bounded(ChatRequest request) {
        int most = entry.limits().maxOutput();
        if (most == 0 || request.maxOutputTokens() != null) {
            return request;
        }
        return ChatRequest.builder()
                .messages(request.messages())
                .parameters(request.parameters()
                        .overrideWith(ChatRequestParameters.builder()
                                .maxOutputTokens(most)
                                .build()))
                .build();
    }

    private void tell(EndpointFailure failure) {
        if (failure.fault().isOfTheModel()) {
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            pace.add(entry.timeout());
            return;
        }
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** On a thread of its own, so that no provider's library can hold the caller longer than the limit. */
    private ChatResponse timed(ChatRequest request, Duration limit, String trace) throws InterruptedException {
        FutureTask<ChatResponse> answer = new FutureTask<>(
                () -> Trace.carrying(trace, () -> connection.whole().chat(request)));
        Thread.ofVirtual().name("model-" + entry.name()).start(answer);
        try {
            return answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new EndpointFailure(Fault.TIME_OUT, "no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw EndpointFailure.in(e, Fault.BROKEN_ANSWER);
        } finally {
            answer.cancel(true);
        }
    }

    private ChatResponse streamed(ChatRequest request, Duration limit, Consumer<String> parts, String trace)
            throws InterruptedException {
        StreamedCall call = new StreamedCall(clock);
        Thread reader = Thread.ofVirtual().name("model-" + entry.name()).start(() -> {
            try {
                Trace.carrying(trace, () -> {
                    connection.streaming().chat(request, call);
                    return call;
                });
                call.onReturn();
            } catch (Exception e) {
                call.onError(e);
            }
        });
        try {
            return call.read(entry.timeout(), limit, parts);
        } finally {
            reader.interrupt();
        }
    }

    /** @param mayBeShort whether its caller set a limit, or has seen it already */
    private static ChatResponse complete(boolean mayBeShort, ChatResponse response) {
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            throw new EndpointFailure(Fault.FILTERED, "the provider held the answer back", response);
        }
        if (response.finishReason() == FinishReason.LENGTH && !mayBeShort) {
            throw new EndpointFailure(Fault.CUT_SHORT, "the answer reached a token limit", response);
        }
        String text = response.aiMessage().text();
        if ((text == null || text.isBlank()) && !response.aiMessage().hasToolExecutionRequests()) {
            throw new EndpointFailure(Fault.EMPTY_ANSWER, "no text", response);
        }
        return response;
    }
}
