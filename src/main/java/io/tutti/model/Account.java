package io.tutti.model;

import io.tutti.audit.AuditEvent;
import io.tutti.check.Verdict;
import io.tutti.cost.ModelCost;
import io.tutti.provider.EndpointFailure;
import io.tutti.task.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done for one request: the calls, what they cost, the checks, and why nothing came of some. Used by one thread. */
final class Account {

    private final Caller caller;
    private final String pool;
    private final List<Try> tries = new ArrayList<>();
    private final List<ModelCost> costs = new ArrayList<>();
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    Account(Caller caller, String pool) {
        this.caller = caller;
        this.pool = pool;
    }

    /** @param failure why there was no answer; null when there was one */
    void tried(Try made, @Nullable EndpointFailure failure) {
        tries.add(made);
        if (made.called()) {
            events.add(caller.called(pool, made));
            costs.add(caller.cost(pool, made));
        }
        if (failure != null) {
            reasons.add(made.model() + ": " + failure.getMessage());
        }
    }

    void checked(String model, String check, Verdict verdict) {
        events.add(caller.checked(pool, model, check, verdict));
        if (!verdict.passed()) {
            reasons.add(model + ": " + check + ": " + verdict.reason());
        }
    }

    void givenAgain(AnswerCache.Hit hit) {
        events.add(caller.givenAgain(pool, hit));
    }

    List<Try> tries() {
        return tries;
    }

    List<ModelCost> costs() {
        return costs;
    }

    List<AuditEvent> events() {
        return events;
    }

    /** Why no answer held, in the order of the ways. */
    List<String> reasons() {
        return reasons;
    }

    Usage usage() {
        return new Usage(
                tries.stream().mapToLong(Try::microDollars).sum(),
                tries.stream().mapToLong(made -> made.tokens().input()).sum(),
                tries.stream().mapToLong(made -> made.tokens().output()).sum());
    }
}
