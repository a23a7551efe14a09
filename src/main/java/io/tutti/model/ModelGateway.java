package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.budget.Budgets;
import io.tutti.check.Answer;
import io.tutti.check.Verdict;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Failure;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code call-model}, in the order in which the route calls them. Each takes its state from the
 * exchange property {@value ModelCall#PROPERTY}; safe for use by many exchanges at once.
 */
public final class ModelGateway {

    /** The header with the longest time that the caller waits, a {@link Duration}. */
    public static final String PATIENCE = "tuttiPatience";

    private static final Logger LOG = LoggerFactory.getLogger(ModelGateway.class);
    private static final String POOL = "tuttiPool";
    private static final String DEFAULT_POOL = "default";
    private static final String PRIORITY = "tuttiPriority";
    private static final String CONVERSATION = "tuttiConversation";

    private final Models models;
    private final Choice choice;
    private final Budgets budgets;
    private final Shadows shadows;
    private final Permit permit;
    private final Attempts attempts;
    private final Replies replies;
    private final Inspection inspection;
    private final AnswerCache cache;
    private final ModelMeters meters;
    private final Ledger ledger;
    private final Duration deadline;
    private final Clock clock;

    ModelGateway(
            Models models,
            Choice choice,
            Budgets budgets,
            Shadows shadows,
            Permit permit,
            Attempts attempts,
            Replies replies,
            Inspection inspection,
            AnswerCache cache,
            ModelMeters meters,
            Ledger ledger,
            Duration deadline,
            Clock clock) {
        this.models = models;
        this.choice = choice;
        this.budgets = budgets;
        this.shadows = shadows;
        this.permit = permit;
        this.attempts = attempts;
        this.replies = replies;
        this.inspection = inspection;
        this.cache = cache;
        this.meters = meters;
        this.ledger = ledger;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * Reads who asks what of which pool, and takes the next place in the task's journal.
     *
     * @throws Refused when there is no such pool or the body is no prompt
     */
    public void open(Exchange exchange) {
        Optional<TaskRun> task = TaskRun.of(exchange);
        AgentAsks agent = AgentAsks.take(exchange);
        String named = agent == null ? exchange.getMessage().getHeader(POOL, DEFAULT_POOL, String.class) : agent.pool();
        Pool pool = models.pool(task.flatMap(TaskRun::pool).orElse(named));
        Call entry = task.map(run -> run.call(exchange, EntryKind.MODEL)).orElse(null);
        ModelRequest request = ModelRequest.of(body(exchange));
        Caller caller = Caller.of(exchange, agent == null ? null : agent.agent());
        Duration said = agent == null ? exchange.getMessage().getHeader(PATIENCE, Duration.class) : agent.patience();
        Instant end = clock.instant().plus(said == null || said.compareTo(deadline) > 0 ? deadline : said);
        exchange.setProperty(ModelCall.PROPERTY, call(exchange, caller, pool, request, entry, end));
    }

    /** @param end the hub's deadline for a call with all its ways, or the caller's when that is earlier */
    private ModelCall call(
            Exchange exchange, Caller caller, Pool pool, ModelRequest request, @Nullable Call entry, Instant end) {
        AnswerStream stream = exchange.getProperty(AnswerStream.PROPERTY, AnswerStream.class);
        String conversation = conversation(exchange, TaskRun.of(exchange));
        return new ModelCall(
                pool,
                request,
                caller,
                budgets.open(caller.payer(conversation)),
                entry,
                choice.order(
                        pool,
                        request,
                        caller.tenant(),
                        conversation,
                        exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class)),
                stream == null ? null : new HeldBack(stream, pool.entry().heldBack()),
                priority(exchange),
                end);
    }

    /**
     * Makes sure that whoever asks at a door, or whoever's task it is, may use the pool, or the model. A route outside a
     * task, which asks for the hub itself, may. Where a budget is nearly used up, the call goes to its cheaper pool.
     *
     * @throws Refused otherwise
     */
    public void permit(Exchange exchange) {
        Optional<String> rule = permit.require(exchange, ModelCall.of(exchange).pool());
        permit.requireImages(ModelCall.of(exchange).request().chat());
        if (!isRecorded(exchange)) {
            save(exchange);
            rule.ifPresent(ModelCall.of(exchange).account()::permittedBy);
        }
    }

    /** Where the cheaper pool cannot do what is asked, it stays with the one that was asked for, within what is left. */
    private void save(Exchange exchange) {
        ModelCall asked = ModelCall.of(exchange);
        Caller caller = asked.caller();
        budgets.cheaperPool(caller.payer(conversation(exchange, TaskRun.of(exchange))))
                .filter(cheaper -> !cheaper.equals(asked.pool().name()))
                .ifPresent(cheaper -> {
                    try {
                        exchange.setProperty(
                                ModelCall.PROPERTY,
                                call(
                                        exchange,
                                        caller,
                                        models.pool(cheaper),
                                        asked.request(),
                                        asked.entry().orElse(null),
                                        asked.deadline()));
                    } catch (Refused e) {
                        LOG.debug("The cheaper pool {} cannot answer", cheaper, e);
                    }
                });
    }

    private static int priority(Exchange exchange) {
        Integer said = exchange.getMessage().getHeader(PRIORITY, Integer.class);
        return said == null ? Turnstile.Visitor.USUAL : Math.clamp(said, 0, 9);
    }

    private static @Nullable String conversation(Exchange exchange, Optional<TaskRun> task) {
        return task.flatMap(TaskRun::conversation)
                .orElseGet(() -> exchange.getMessage().getHeader(CONVERSATION, String.class));
    }

    private static Object body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        String text = body instanceof Map || body instanceof List || body instanceof ChatRequest
                ? null
                : exchange.getMessage().getBody(String.class);
        return text == null ? body : text;
    }

    /** Whether the task's journal has the answer already. */
    public boolean isRecorded(Exchange exchange) {
        return ModelCall.of(exchange).entry().flatMap(Call::recorded).isPresent();
    }

    /** Takes the answer from the journal. */
    public void restore(Exchange exchange) {
        ModelCall.of(exchange)
                .entry()
                .flatMap(Call::recorded)
                .map(Reply::of)
                .ifPresent(reply -> reply.leaveOn(exchange));
    }

    /** Takes an answer that was given before, where the pool wants that. */
    public void recall(Exchange exchange) {
        ModelCall call = ModelCall.of(exchange);
        cache.find(call).ifPresent(call::takeKept);
    }

    /** Whether there is no good answer yet, and a model that has not been asked. */
    public boolean hasAnotherWay(Exchange exchange) {
        return ModelCall.of(exchange).hasAnotherWay();
    }

    /** Takes the next model of the pool. */
    public void choose(Exchange exchange) {
        ModelCall.of(exchange).takeNextWay(clock.instant());
    }

    /** Reserves what it may cost at most; a budget that does not have it closes this way. */
    public void reserve(Exchange exchange) {
        ModelCall call = ModelCall.of(exchange);
        try {
            if (!attempts.reserve(call)) {
                call.refuse();
            }
        } catch (RuntimeException e) {
            ledger.failed(exchange, call);
            throw e;
        }
    }

    /** Calls it, with retries. When its caller is gone in the middle of a stream, what was called is written down here. */
    public void call(Exchange exchange) {
        ModelCall call = ModelCall.of(exchange);
        if (call.isRefused()) {
            return;
        }
        try {
            attempts.ask(call).map(response -> replies.read(response, call)).ifPresent(call::answered);
        } catch (RuntimeException e) {
            ledger.failed(exchange, call);
            throw e;
        }
    }

    /** Checks what it said. When a check breaks off, what was called is written down here. */
    public void check(Exchange exchange) {
        ModelCall call = ModelCall.of(exchange);
        try {
            call.reply().ifPresent(reply -> judge(call, reply, exchange));
        } catch (RuntimeException e) {
            ledger.failed(exchange, call);
            throw e;
        }
    }

    private void judge(ModelCall call, Reply reply, Exchange exchange) {
        PoolEntry pool = call.pool().entry();
        if (reply.text().isEmpty() && !reply.toolCalls().isEmpty()) {
            call.accept(reply);
            return;
        }
        ModelRequest request = call.request();
        Answer answer =
                new Answer(request.question(), request.evidence(), reply.text(), reply.confidence(), pool.confidence());
        Map<String, Verdict> verdicts = inspection.of(answer, call, exchange);
        List<String> why = new ArrayList<>();
        verdicts.forEach((check, verdict) -> {
            call.account().checked(reply.model(), check, verdict);
            if (!verdict.passed()) {
                why.add(check + ": " + verdict.reason());
            }
        });
        if (why.isEmpty()) {
            call.accept(reply);
            return;
        }
        call.reject(reply, why);
    }

    /**
     * Writes what was called, what it cost and what came of it, then hands the answer over.
     *
     * @throws Failure when no way held: {@link CheckFailed} or unavailable
     */
    public void record(Exchange exchange) {
        ModelCall call = ModelCall.of(exchange);
        Optional<Reply> reply = call.accepted();
        meters.ended(call, reply.isPresent());
        if (reply.isEmpty()) {
            ledger.failed(exchange, call);
            throw call.failure();
        }
        Failpoint.MODEL_ANSWERED.reach();
        ledger.answered(exchange, call, reply.get());
        call.release();
        reply.get().leaveOn(exchange);
        if (!call.isKept()) {
            cache.keep(call, reply.get());
        }
        choice.answered(
                call.pool(),
                conversation(exchange, TaskRun.of(exchange)),
                reply.get().model());
        Optional.ofNullable(choice.shadow(call.pool())).ifPresent(model -> shadows.ask(model, call));
    }
}
