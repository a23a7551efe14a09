package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.failure.Unavailable;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.Tokens;
import io.tutti.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
     * The answer of the call's current way, whose first try is {@linkplain #reserve reserved}; empty when it gave none. Every try is noted on {@code call}.
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
            Lap lap = lap(call, call.way(), request);
            try {
                if (retry > 0) {
                    call.account().reserve(List.of(lap));
                }
                Hedge.Ended end = once(call, lap);
                lap = end.lap();
                if (end.failure() != null) {
                    throw end.failure();
                }
                call.account().tried(made(call, lap, Try.ANSWERED, true, end.response()), null);
                return Optional.ofNullable(end.response());
            } catch (EndpointFailure e) {
                Fault fault = e.fault();
                call.account().tried(made(call, lap, fault.word(), fault.wasCalled(), e.paid()), e);
                boolean again = fault.mayPass() && !call.isCut();
                if (retry >= call.pool().entry().retries() || !again || !waited(call, retry, e)) {
                    return Optional.empty();
                }
            } catch (RuntimeException e) {
                call.account().tried(givenUp(call, lap), null);
                throw e;
            }
        }
    }

    private Lap lap(ModelCall call, Endpoint way, ChatRequest request) {
        Instant now = clock.instant();
        long span = Trace.newSpan();
        return new Lap(
                way,
                request,
                call.visitor(),
                call.limit(way, now),
                span,
                call.caller().header(span),
                now);
    }

    /** Whether the budgets have what the current way may cost at most; it is reserved then. */
    boolean reserve(ModelCall call) {
        Lap lap = lap(call, call.way(), call.toSend());
        try {
            call.account().reserve(List.of(lap));
            return true;
        } catch (EndpointFailure e) {
            call.account().tried(made(call, lap, e.fault().word(), false, null), e);
            return false;
        }
    }

    private Hedge.Ended once(ModelCall call, Lap lap) throws InterruptedException {
        if (!lap.limit().isPositive()) {
            throw new EndpointFailure(Fault.NO_TIME, "the deadline was reached");
        }
        Optional<Endpoint> beside = call.hedge();
        Duration after = call.pool().entry().hedgeAfter();
        if (beside.isEmpty() || after == null) {
            return new Hedge.Ended(lap, lap.run(call.parts(clock)), null);
        }
        List<Hedge.Ended> ends = Hedge.run(lap, after, () -> beside(call, lap, beside.get()));
        Hedge.Ended last = ends.getLast();
        ends.stream().filter(end -> end != last).forEach(end -> note(call, end));
        if (last.lap() != lap) {
            call.moveOn();
        }
        return last;
    }

    /** A second call beside the first, when the budgets have what both may cost. */
    private Optional<Lap> beside(ModelCall call, Lap first, Endpoint way) {
        Lap second = lap(call, way, first.request());
        try {
            call.account().reserve(List.of(first, second));
            return Optional.of(second);
        } catch (EndpointFailure e) {
            return Optional.empty();
        }
    }

    private void note(ModelCall call, Hedge.Ended end) {
        if (end.failure() instanceof EndpointFailure failure) {
            Fault fault = failure.fault();
            call.account().tried(made(call, end.lap(), fault.word(), fault.wasCalled(), failure.paid()), failure);
            return;
        }
        call.account().tried(givenUp(call, end.lap()), null);
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

    /** Nobody waits for its end any more; what has come until then was paid for all the same. */
    private Try givenUp(ModelCall call, Lap lap) {
        Tokens tokens = Tokens.counted(call.request().allText(), call.seen());
        return counted(call, lap, Try.GIVEN_UP, true, tokens);
    }

    private Try made(ModelCall call, Lap lap, String outcome, boolean called, @Nullable ChatResponse response) {
        Tokens tokens = response == null ? Tokens.NONE : Tokens.of(response, call.request()::allText);
        return counted(call, lap, outcome, called, tokens);
    }

    private Try counted(ModelCall call, Lap lap, String outcome, boolean called, Tokens tokens) {
        Instant now = clock.instant();
        return new Try(
                lap.model().name(),
                outcome,
                lap.span(),
                lap.started(),
                called,
                Duration.between(lap.started(), now).toMillis(),
                call.firstPartAt()
                        .map(first -> Duration.between(lap.started(), first).toMillis())
                        .orElse(null),
                tokens,
                lap.model().price().at(now).microDollars(tokens));
    }
}
