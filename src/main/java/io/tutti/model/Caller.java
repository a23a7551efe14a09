package io.tutti.model;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.budget.OverBudget;
import io.tutti.budget.Payer;
import io.tutti.check.Verdict;
import io.tutti.cost.ModelCost;
import io.tutti.task.TaskRun;
import io.tutti.trace.Trace;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * On whose account a model is called.
 *
 * @param task the task's id, null outside a task
 * @param flow the flow's name, null outside a task
 * @param agent the agent's name; null when none asks
 * @param principal who asked
 * @param tenant on whose account
 * @param rights whoever has the same may see the same answers
 * @param trace that its calls are spans of; their parent is its {@code parent}
 */
record Caller(
        @Nullable String task,
        @Nullable String flow,
        @Nullable String agent,
        String principal,
        String tenant,
        String rights,
        Trace trace) {

    /** Neither a task nor a door: the hub itself asks. */
    private static final String HUB = "hub";

    /** @param agent that asks; null when none does */
    static Caller of(Exchange exchange, @Nullable String agent) {
        Optional<TaskRun> run = TaskRun.of(exchange);
        return run.map(found -> new Caller(
                        found.taskId(),
                        found.flow(),
                        agent,
                        found.principal(),
                        found.tenant(),
                        "principal " + found.principal(),
                        found.trace()))
                .orElseGet(() -> ofDoor(
                        exchange.getProperty(io.tutti.access.Caller.PROPERTY, io.tutti.access.Caller.class),
                        Optional.ofNullable(exchange.getProperty(Trace.PROPERTY, Trace.class))
                                .orElseGet(Trace::fresh)));
    }

    private static Caller ofDoor(io.tutti.access.@Nullable Caller caller, Trace trace) {
        return caller == null
                ? new Caller(null, null, null, HUB, HUB, HUB, trace)
                : new Caller(
                        null,
                        null,
                        null,
                        caller.principal(),
                        caller.tenant(),
                        "roles " + new TreeSet<>(caller.roles()),
                        trace);
    }

    /** With which a call that is this span asks its model. */
    String header(long span) {
        return trace.header(Trace.digits(span));
    }

    /** Whose budgets pay. */
    Payer payer(@Nullable String conversation) {
        return new Payer(tenant, principal, flow, agent, task, conversation);
    }

    /** A budget did not have what a call of {@code model} may cost. */
    AuditEvent refused(String pool, String model, OverBudget why) {
        Map<String, Object> detail = Map.of("pool", pool, "reason", why.getMessage());
        return new AuditEvent(AuditAction.BUDGET_REFUSED, task, principal, tenant, model, detail);
    }

    /** @param rule that lets it ask; null where the hub asks for itself */
    AuditEvent called(String pool, Try made, @Nullable String rule) {
        AuditEvent event = called(pool, made, false);
        if (rule != null) {
            event.detail().put("by", rule);
        }
        return event;
    }

    /** A call of a shadow, whose answer nobody got. */
    AuditEvent shadowed(String pool, Try made) {
        return called(pool, made, true);
    }

    private AuditEvent called(String pool, Try made, boolean isShadow) {
        Map<String, Object> detail = new HashMap<>(Map.of(
                "pool", pool,
                "outcome", made.outcome(),
                "ms", made.millis(),
                "inputTokens", made.tokens().input(),
                "outputTokens", made.tokens().output(),
                "usd", BigDecimal.valueOf(made.microDollars(), 6).toPlainString()));
        if (agent != null) {
            detail.put("agent", agent);
        }
        if (isShadow) {
            detail.put("shadow", true);
        }
        if (made.tokens().isEstimated()) {
            detail.put("estimated", true);
        }
        return new AuditEvent(AuditAction.MODEL_CALLED, task, principal, tenant, made.model(), detail);
    }

    /** An answer was given again without a call. */
    AuditEvent givenAgain(String pool, AnswerCache.Hit hit) {
        Map<String, Object> detail = Map.of(
                "pool",
                pool,
                "likeness",
                Math.round(hit.likeness() * 1000) / 1000.0,
                "savedUsd",
                BigDecimal.valueOf(hit.savedMicroDollars(), 6).toPlainString());
        return new AuditEvent(
                AuditAction.ANSWER_CACHED, task, principal, tenant, hit.reply().model(), detail);
    }

    ModelCost cost(String pool, Try made) {
        return new ModelCost(
                tenant,
                principal,
                flow,
                task,
                pool,
                made.model(),
                made.outcome(),
                made.tokens().input(),
                made.tokens().cached(),
                made.tokens().output(),
                made.tokens().isEstimated(),
                made.microDollars(),
                made.started(),
                made.millis(),
                made.firstMillis(),
                made.span(),
                task == null ? trace : null);
    }

    /** There are many of these: the pool is in the record of the call, and what passed has no reason. */
    AuditEvent checked(String model, String check, Verdict verdict) {
        Map<String, Object> detail = new HashMap<>(Map.of("check", check, "passed", verdict.passed()));
        if (!verdict.passed()) {
            detail.put("reason", verdict.reason());
        }
        return new AuditEvent(AuditAction.OUTPUT_CHECKED, task, principal, tenant, model, detail);
    }
}
