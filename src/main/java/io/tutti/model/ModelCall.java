package io.tutti.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.budget.OverBudget;
import io.tutti.budget.Reservation;
import io.tutti.failure.Failure;
import io.tutti.failure.Unavailable;
import io.tutti.provider.Tokens;
import io.tutti.task.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The state of one way through the route {@code call-model}. Used by one thread. */
final class ModelCall {

    /** The exchange property that holds it. */
    static final String PROPERTY = "tuttiModelCall";

    private final Pool pool;
    private final ModelRequest request;
    private final Caller caller;
    private final Account account;
    private final @Nullable Call entry;
    private final int priority;
    private final Instant deadline;
    private final List<Endpoint> order;
    private final @Nullable HeldBack stream;
    private int taken;
    private int corrections;
    private @Nullable ChatRequest correction;
    private @Nullable ChatRequest sent;
    private String before = "";
    private Instant wayEnds;
    private @Nullable Reply reply;
    private @Nullable Reply accepted;
    private @Nullable Reply rejected;
    private boolean isKept;
    private boolean isRefused;
    private long savedMicroDollars;
    private @Nullable Instant firstPartAt;

    /** @param ways the models to ask, in their order */
    ModelCall(
            Pool pool,
            ModelRequest request,
            Caller caller,
            Reservation reservation,
            @Nullable Call entry,
            List<Endpoint> ways,
            @Nullable HeldBack stream,
            int priority,
            Instant deadline) {
        this.pool = pool;
        this.request = request;
        this.caller = caller;
        this.account = new Account(caller, pool.name(), reservation);
        this.entry = entry;
        this.stream = stream;
        this.priority = priority;
        this.order = ways;
        this.deadline = deadline;
        this.wayEnds = deadline;
    }

    static ModelCall of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PROPERTY, ModelCall.class), PROPERTY);
    }

    Pool pool() {
        return pool;
    }

    ModelRequest request() {
        return request;
    }

    /** Who waits at a model that is busy. */
    Turnstile.Visitor visitor() {
        return new Turnstile.Visitor(caller.tenant(), priority, Tokens.estimate(request.characters()));
    }

    Account account() {
        return account;
    }

    Caller caller() {
        return caller;
    }

    /** Its place in the task's journal; empty outside a task. */
    Optional<Call> entry() {
        return Optional.ofNullable(entry);
    }

    /** When the last way has to have answered. */
    Instant deadline() {
        return deadline;
    }

    boolean hasAnotherWay() {
        return accepted == null
                && (correction != null || taken < order.size())
                && (!isCut() || pool.entry().stream().continuesCut());
    }

    /**
     * Takes the next way. Its retries may use an equal share of what is left until the deadline, so that a model that
     * hangs leaves time for the others.
     */
    void takeNextWay(Instant now) {
        reply = null;
        isRefused = false;
        if (correction != null) {
            sent = correction;
            correction = null;
            return;
        }
        corrections = 0;
        sent = null;
        before = stream == null ? "" : stream.seen();
        long sharers =
                order.stream().skip(taken).filter(way -> !way.entry().isLocal()).count();
        Duration left = Duration.between(now, deadline);
        wayEnds = now.plus(left.dividedBy(Math.max(1, sharers)));
        taken++;
    }

    /** The way must not be asked. */
    void refuse() {
        isRefused = true;
    }

    boolean isRefused() {
        return isRefused;
    }

    /** Who is asked beside the current way when that takes long; empty for nobody, and for streams and corrections. */
    Optional<Endpoint> hedge() {
        boolean mayHedge = pool.entry().hedgeAfter() != null && stream == null && corrections == 0;
        return mayHedge && taken < order.size()
                ? Optional.of(order.get(taken)).filter(next -> !next.entry().isLocal())
                : Optional.empty();
    }

    /** The next way has taken the place of the current one. */
    void moveOn() {
        taken++;
    }

    Endpoint way() {
        return order.get(taken - 1);
    }

    /** What the way is asked; after a cut, to finish what its caller has seen. */
    ChatRequest toSend() {
        if (sent != null) {
            return sent;
        }
        return before.isEmpty() ? request.chat() : request.continuedAfter(before);
    }

    /** Takes the answer's parts; null when its caller wants it as a whole. */
    @Nullable
    Consumer<String> parts(Clock clock) {
        firstPartAt = null;
        if (stream == null) {
            return null;
        }
        stream.restart();
        return part -> {
            if (firstPartAt == null) {
                firstPartAt = clock.instant();
            }
            stream.part(part);
        };
    }

    /** When the first part of the last call's answer came. */
    Optional<Instant> firstPartAt() {
        return Optional.ofNullable(firstPartAt);
    }

    /** Whether the answer comes from another model than the first that was to be asked. */
    boolean isFallback() {
        return taken > 1;
    }

    /** Whether the caller has seen some of an answer that is not whole. */
    boolean isCut() {
        return stream != null && stream.isSeen();
    }

    /** What the caller has of a stream. */
    String seen() {
        return stream == null ? "" : stream.seen();
    }

    /** What the caller had before the way that answered. */
    String before() {
        return before;
    }

    /** Lets the caller have what is left of the answer. */
    void release() {
        if (stream != null) {
            stream.release();
        }
    }

    /** Whether a retry may still begin at {@code then}. */
    boolean mayRetryAt(Instant then) {
        return then.isBefore(wayEnds);
    }

    /** The longest time for one call, for a stream until its end; a local model may answer after the deadline. */
    Duration limit(Endpoint way, Instant now) {
        Duration timeout = way.entry().timeout();
        Duration left = Duration.between(now, deadline);
        if (stream != null && !way.entry().isLocal()) {
            return left;
        }
        return way.entry().isLocal() || left.compareTo(timeout) > 0 ? timeout : left;
    }

    void answered(Reply answer) {
        reply = answer;
    }

    Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    /** Takes an answer that was given before. */
    void takeKept(AnswerCache.Hit hit) {
        account.givenAgain(hit);
        accepted = hit.reply().again();
        isKept = true;
        savedMicroDollars = hit.savedMicroDollars();
        if (stream != null) {
            stream.part(hit.reply().text());
        }
    }

    /** What an answer that was given before cost then. */
    long savedMicroDollars() {
        return savedMicroDollars;
    }

    /** Whether the answer was given before. */
    boolean isKept() {
        return isKept;
    }

    void accept(Reply answer) {
        accepted = answer;
    }

    /** The same model is told why and asked again, as often as the pool says; then it is the next one's turn. */
    void reject(Reply answer, List<String> why) {
        boolean mayCorrect = !way().entry().isLocal() && !answer.text().isEmpty();
        if (mayCorrect && corrections < pool.entry().corrections(request)) {
            corrections++;
            correction = request.corrected(answer.text(), why);
        }
        if (rejected == null || answer.confidence() > rejected.confidence()) {
            rejected = answer;
        }
    }

    Optional<Reply> accepted() {
        return Optional.ofNullable(accepted);
    }

    /** Why no way held. */
    Failure failure() {
        if (stream != null && stream.isSeen()) {
            return new Unavailable("Pool " + pool.name() + " was asked for an answer, which broke off after "
                    + stream.seen().length() + " characters; found: " + String.join("; ", account.reasons())
                    + ". Ask again, or let another model go on with continue-cut: true in models.yaml.");
        }
        Optional<OverBudget> overBudget = account.overBudget();
        if (overBudget.isPresent()) {
            return overBudget.get();
        }
        if (rejected != null) {
            return new CheckFailed(pool.name(), rejected, account.reasons());
        }
        return new Unavailable("Pool " + pool.name() + " was asked for an answer; found: "
                + String.join("; ", account.reasons()) + ". Try again later, or add a way to the pool in models.yaml.");
    }
}
