package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.failure.Unavailable;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Tokens;
import io.tutti.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one model, again after a failure that may pass. */
final class Attempts {

    private final Backoff backoff;
    private final Pause pause;
    private final Clock clock;

    Attempts(Backoff backoff, Pause pause, Clock clock) {
        this.backoff = backoff;
        this.pause = pause;
        this.clock = clock;
    }

    private record Span(long number, Instant started) {}

    /**
     * The answer of the call's current way; empty when it gave none. Every try is noted on {@code call}.
     *
     * @throws Unavailable when the hub stops
     */
    Optional<ChatResponse> ask(ModelCall call) {
        try {
            return tryAndRetry(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Pool " + call.pool().name() + " was asked for an answer; the hub stops.", e);
        }
    }

    private Optional<ChatResponse> tryAndRetry(ModelCall call) throws InterruptedException {
        ChatRequest request = call.toSend();
        for (int retry = 0; ; retry++) {
            Span span = new Span(Trace.newSpan(), clock.instant());
            try {
                ChatResponse response = once(call, request, span);
                call.account().tried(made(call, Try.ANSWERED, true, span, response), null);
                return Optional.of(response);
            } catch (EndpointFailure e) {
                Fault fault = e.fault();
                call.account().tried(made(call, fault.word(), fault.wasCalled(), span, e.paid()), e);
                boolean again = fault.mayPass() && !call.isCut();
                if (retry >= call.pool().entry().retries() || !again || !waited(call, retry, e)) {
                    return Optional.empty();
                }
            } catch (RuntimeException e) {
                call.account().tried(givenUp(call, span), null);
                throw e;
            }
        }
    }

    /** Whether the budgets have what the current way may cost at most; it is reserved then. */
    boolean reserve(ModelCall call) {
        Span span = new Span(Trace.newSpan(), clock.instant());
        try {
            call.account().reserve(call.way().entry(), call.toSend(), span.started);
            return true;
        } catch (EndpointFailure e) {
            call.account().tried(made(call, e.fault().word(), false, span, null), e);
            return false;
        }
    }

    private ChatResponse once(ModelCall call, ChatRequest request, Span span) throws InterruptedException {
        call.account().reserve(call.way().entry(), request, span.started);
        Duration limit = call.limit(span.started);
        if (!limit.isPositive()) {
            throw new EndpointFailure(Fault.NO_TIME, "the deadline was reached");
        }
        return call.way()
                .ask(
                        request,
                        call.visitor(),
                        limit,
                        call.parts(clock),
                        call.caller().header(span.number));
    }

    private boolean waited(ModelCall call, int retry, EndpointFailure failure) throws InterruptedException {
        Optional<Duration> wait = backoff.before(retry, failure)
                .filter(time -> call.mayRetryAt(clock.instant().plus(time)));
        if (wait.isPresent() && !call.way().mayBeRetried()) {
            return false;
        }
        if (wait.isPresent()) {
            pause.pause(wait.get());
        }
        return wait.isPresent();
    }

    /** Whoever reads the stream is gone; what has come until then was paid for all the same. */
    private Try givenUp(ModelCall call, Span span) {
        ModelEntry entry = call.way().entry();
        Instant now = clock.instant();
        Tokens tokens = Tokens.counted(call.request().allText(), call.seen());
        return new Try(
                entry.name(),
                Try.GIVEN_UP,
                span.number,
                span.started,
                true,
                Duration.between(span.started, now).toMillis(),
                null,
                tokens,
                entry.price().at(now).microDollars(tokens));
    }

    private Try made(ModelCall call, String outcome, boolean called, Span span, @Nullable ChatResponse response) {
        Instant started = span.started;
        ModelEntry entry = call.way().entry();
        Tokens tokens = response == null ? Tokens.NONE : Tokens.of(response, call.request()::allText);
        long millis = Duration.between(started, clock.instant()).toMillis();
        return new Try(
                entry.name(),
                outcome,
                span.number,
                started,
                called,
                millis,
                call.firstPartAt()
                        .map(first -> Duration.between(started, first).toMillis())
                        .orElse(null),
                tokens,
                entry.price().at(clock.instant()).microDollars(tokens));
    }
}
