package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.audit.AuditTrail;
import io.tutti.budget.Budgets;
import io.tutti.budget.OverBudget;
import io.tutti.budget.Reservation;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.cost.Costs;
import io.tutti.failure.Failure;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Tokens;
import io.tutti.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model beside the one that answers: its cost, its time and whether it answered are in the audit trail; what it
 * said is thrown away. At most {@value #MOST} such calls at once, further ones are left out. Safe for use by many threads.
 */
final class Shadows {

    private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);
    private static final int MOST = 16;

    private final Semaphore slots = new Semaphore(MOST);
    private final AuditTrail audit;
    private final Costs costs;
    private final Commits commits;
    private final Budgets budgets;
    private final Clock clock;

    Shadows(AuditTrail audit, Costs costs, Budgets budgets, Commits commits, Clock clock) {
        this.budgets = budgets;
        this.audit = audit;
        this.costs = costs;
        this.commits = commits;
        this.clock = clock;
    }

    /** Returns at once. */
    void ask(Endpoint model, ModelCall call) {
        if (!slots.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("shadow-" + model.entry().name()).start(() -> {
            try {
                askAndRecord(model, call);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (OverBudget e) {
                LOG.debug("The shadow {} is not asked: {}", model.entry().name(), e.getMessage());
            } catch (Failure e) {
                LOG.warn(
                        "A call of the shadow {} was not made or not recorded: {}",
                        model.entry().name(),
                        e.getMessage());
            } finally {
                slots.release();
            }
        });
    }

    private void askAndRecord(Endpoint model, ModelCall call) throws InterruptedException {
        Reservation reservation = budgets.open(call.caller().payer(null));
        try {
            reservation.reserve(WorstCase.of(call.request().chat(), model.entry(), clock.instant()));
            Try made = asked(model, call);
            reservation.spent(made.amount());
            record(call, made, reservation.settle());
        } finally {
            reservation.settle();
        }
    }

    private Try asked(Endpoint model, ModelCall call) throws InterruptedException {
        Instant started = clock.instant();
        long span = Trace.newSpan();
        ModelRequest request = call.request();
        ChatRequest chat = request.chat();
        try {
            ChatResponse response = model.ask(
                    chat,
                    call.visitor(),
                    model.entry().timeout(),
                    null,
                    call.caller().header(span));
            Tokens tokens = Tokens.of(response, request::allText);
            return made(model, Try.ANSWERED, span, started, tokens);
        } catch (EndpointFailure e) {
            return made(model, e.fault().word(), span, started, Tokens.NONE);
        }
    }

    private Try made(Endpoint model, String outcome, long span, Instant started, Tokens tokens) {
        long millis = Duration.between(started, clock.instant()).toMillis();
        long cost = model.entry().price().at(clock.instant()).microDollars(tokens);
        return new Try(model.entry().name(), outcome, span, started, true, millis, null, tokens, cost);
    }

    private void record(ModelCall call, Try made, List<Write> settled) {
        Caller caller = call.caller();
        String pool = call.pool().name();
        List<Write> rows = new ArrayList<>(settled);
        rows.add(audit.record(caller.shadowed(pool, made)));
        rows.add(costs.record(caller.cost(pool, made)));
        commits.commit(rows);
    }
}
