package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.failure.Unavailable;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Tokens;
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
            Instant started = clock.instant();
            try {
                ChatResponse response = once(call, request, started);
                call.account().tried(made(call, Try.ANSWERED, true, started, response), null);
                return Optional.of(response);
            } catch (EndpointFailure e) {
                Fault fault = e.fault();
                call.account().tried(made(call, fault.word(), fault.wasCalled(), started, e.paid()), e);
                boolean again = fault.mayPass() && !call.isCut();
                if (retry >= call.pool().entry().retries() || !again || !waited(call, retry, e)) {
                    return Optional.empty();
                }
            } catch (RuntimeException e) {
                call.account().tried(givenUp(call, started), null);
                throw e;
            }
        }
    }

    /** Whether the budgets have what the current way may cost at most; it is reserved then. */
    boolean reserve(ModelCall call) {
        Instant now = clock.instant();
        try {
            call.account().reserve(call.way().entry(), call.toSend(), now);
            return true;
        } catch (EndpointFailure e) {
            call.account().tried(made(call, e.fault().word(), false, now, null), e);
            return false;
        }
    }

    private ChatResponse once(ModelCall call, ChatRequest request, Instant now) throws InterruptedException {
        call.account().reserve(call.way().entry(), request, now);
        Duration limit = call.limit(now);
        if (!limit.isPositive()) {
            throw new EndpointFailure(Fault.NO_TIME, "the deadline was reached");
        }
        return call.way().ask(request, call.visitor(), limit, call.parts(clock));
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
    private Try givenUp(ModelCall call, Instant started) {
        ModelEntry entry = call.way().entry();
        Instant now = clock.instant();
        Tokens tokens = Tokens.counted(call.request().allText(), call.seen());
        return new Try(
                entry.name(),
                Try.GIVEN_UP,
                true,
                Duration.between(started, now).toMillis(),
                null,
                tokens,
                entry.price().at(now).microDollars(tokens));
    }

    private Try made(ModelCall call, String outcome, boolean called, Instant started, @Nullable ChatResponse response) {
        ModelEntry entry = call.way().entry();
        Tokens tokens = response == null ? Tokens.NONE : Tokens.of(response, call.request()::allText);
        long millis = Duration.between(started, clock.instant()).toMillis();
        return new Try(
                entry.name(),
                outcome,
                called,
                millis,
                call.firstPartAt()
                        .map(first -> Duration.between(started, first).toMillis())
                        .orElse(null),
                tokens,
                entry.price().at(clock.instant()).microDollars(tokens));
    }
}
