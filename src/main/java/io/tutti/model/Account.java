package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.budget.Amount;
import io.tutti.budget.OverBudget;
import io.tutti.budget.Reservation;
import io.tutti.check.Verdict;
import io.tutti.commit.Write;
import io.tutti.cost.ModelCost;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import io.tutti.task.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was done for one request: the calls, what they cost, the checks, and why nothing came of some. Used by one thread. */
final class Account {

    private final Caller caller;
    private final String pool;
    private final Reservation reservation;
    private final List<Try> tries = new ArrayList<>();
    private final List<ModelCost> costs = new ArrayList<>();
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private @Nullable OverBudget overBudget;
    private @Nullable String rule;

    /** @param reservation out of the budgets that pay */
    Account(Caller caller, String pool, Reservation reservation) {
        this.caller = caller;
        this.pool = pool;
        this.reservation = reservation;
    }

    /** @param by the rule that lets the caller ask */
    void permittedBy(String by) {
        rule = by;
    }

    /**
     * Reserves what calls that run at the same time may cost at most.
     *
     * @throws EndpointFailure when a budget does not have it; the last of them must not be made then
     */
    void reserve(List<Lap> laps) {
        if (!reservation.isCharged()) {
            return;
        }
        Amount worst = Amount.NONE;
        for (Lap lap : laps) {
            worst = worst.plus(WorstCase.of(lap.request(), lap.model(), lap.started()));
        }
        reserve(laps.getLast().model(), worst);
    }

    /** The same for one call of {@code model}. */
    void reserve(ModelEntry model, Amount worst) {
        try {
            reservation.reserve(worst);
        } catch (OverBudget e) {
            events.add(caller.refused(pool, model.name(), e));
            overBudget = e;
            throw new EndpointFailure(Fault.OVER_BUDGET, e.getMessage());
        }
    }

    /** The last budget that did not have what a call may cost, when nothing else was in the way. */
    Optional<OverBudget> overBudget() {
        boolean isAlone = tries.stream().allMatch(made -> made.outcome().equals(Fault.OVER_BUDGET.word()));
        return isAlone ? Optional.ofNullable(overBudget) : Optional.empty();
    }

    /** The rows with which what was used leaves the budgets; what was not used is free again. */
    List<Write> settle() {
        return reservation.settle();
    }

    /** @param failure why there was no answer; null when there was one */
    void tried(Try made, @Nullable EndpointFailure failure) {
        tries.add(made);
        reservation.spent(made.amount());
        if (made.called()) {
            events.add(caller.called(pool, made, rule));
            costs.add(caller.cost(pool, made));
        }
        if (failure != null) {
            reasons.add(made.model() + ": " + failure.getMessage());
        }
    }

    void checked(String model, String check, Verdict verdict) {
        events.add(caller.checked(model, check, verdict));
        if (!verdict.passed()) {
            reasons.add(model + ": " + check + ": " + verdict.reason());
        }
    }

    /** The answer that held is what the last call of its model, or what was given again, came to. */
    void about(String model, JsonNode request, JsonNode answer) {
        for (int i = events.size() - 1; i >= 0; i--) {
            AuditEvent event = events.get(i);
            boolean isAnswered = event.action() == AuditAction.MODEL_CALLED
                    && event.subject().equals(model);
            if (isAnswered || event.action() == AuditAction.ANSWER_CACHED) {
                events.set(i, event.about(request, answer));
                return;
            }
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
