package io.tutti.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a flow wait for a time or for another system; called by {@code wait-for-action}, {@code wait-until-action} and
 * {@code await-callback-action}. A wait holds no thread: the task is WAITING, and when its time or callback has come, the
 * flow goes on from the journal. Thread-safe.
 */
@Component("waits")
public final class Waits {

    /** The variable that says whether the deadline ended a wait, and not what was waited for. */
    private static final String EXPIRED = "expired";

    private static final String BODY = "body";

    private final JdbcWaits waits;
    private final JdbcCallbacks callbacks;
    private final Clock clock;
    private final ObjectMapper json;

    Waits(JdbcWaits waits, JdbcCallbacks callbacks, Clock clock, ObjectMapper json) {
        this.waits = waits;
        this.callbacks = callbacks;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Waits for a while, counted from when the flow came here first.
     *
     * @param duration as {@link Times#duration}
     * @throws Refused outside a task or when {@code duration} is none
     */
    public void waitFor(Exchange exchange, String duration) {
        TaskRun run = run(exchange, "wait-for-action");
        waitUntil(exchange, run, clock.instant().plus(Times.duration("The wait", duration)));
    }

    /**
     * Waits until a time; goes on at once when it has passed.
     *
     * @param time as {@link Times#instant}
     * @throws Refused outside a task or when {@code time} is none
     */
    public void waitUntil(Exchange exchange, String time) {
        waitUntil(exchange, run(exchange, "wait-until-action"), Times.instant("The time to wait for", time));
    }

    private void waitUntil(Exchange exchange, TaskRun run, Instant due) {
        Call call = run.call(exchange, EntryKind.TIMER);
        if (call.recorded().isPresent()) {
            return;
        }
        var wait = new JdbcWaits.Wait(run.taskId(), call.key());
        boolean over = waits.isDue(wait).orElseGet(() -> begin(run, wait, null, due));
        if (!over) {
            throw run.suspend(call);
        }
        ObjectNode output = json.createObjectNode().put("at", clock.instant().toString());
        call.record(new Outcome(NullNode.instance, output, null, Usage.NONE, List.of(JdbcWaits.delete(wait))));
    }

    /**
     * Waits for the callback of a correlation. Its content becomes the body; when the deadline comes first, the body
     * stays. The variable {@code expired} says which it was, {@code true} or {@code false}.
     *
     * @param correlation 1 to 200 characters
     * @param deadline as {@link Times#duration}, counted from when the flow came here first
     * @throws Refused outside a task, or when an argument does not fit
     */
    public void awaitCallback(Exchange exchange, String correlation, String deadline) {
        TaskRun run = run(exchange, "await-callback-action");
        if (correlation.isBlank() || correlation.length() > 200) {
            throw new Refused(
                    Reason.UNFIT,
                    "A correlation of 1 to 200 characters was to be waited for; found '%s'.".formatted(correlation));
        }
        Instant due = clock.instant().plus(Times.duration("The deadline", deadline));
        Call call = run.call(exchange, EntryKind.HANDOFF);
        JsonNode output = call.recorded().orElseGet(() -> answer(run, call, correlation, due));
        exchange.setVariable(EXPIRED, String.valueOf(!output.has(BODY)));
        if (output.has(BODY)) {
            exchange.getMessage().setBody(json.convertValue(output.get(BODY), Object.class));
        }
    }

    private JsonNode answer(TaskRun run, Call call, String correlation, Instant due) {
        var wait = new JdbcWaits.Wait(run.taskId(), call.key());
        boolean over = waits.isDue(wait).orElseGet(() -> begin(run, wait, correlation, due));
        var callback = callbacks.untaken(run.tenant(), correlation);
        ObjectNode output = json.createObjectNode();
        if (callback.isPresent()) {
            output.set(BODY, callback.get().body());
            record(call, correlation, output, List.of(JdbcWaits.delete(wait), JdbcCallbacks.take(callback.get())));
        } else if (over) {
            record(call, correlation, output, List.of(JdbcWaits.delete(wait)));
        } else {
            throw run.suspend(call);
        }
        return output;
    }

    private void record(Call call, String correlation, ObjectNode output, List<Write> rows) {
        JsonNode input = json.createObjectNode().put("correlation", correlation);
        call.record(new Outcome(input, output, null, Usage.NONE, rows));
    }

    private void requireNobodyElseWaits(TaskRun run, String correlation) {
        waits.waitingFor(run.tenant(), correlation).ifPresent(other -> {
            throw new Refused(
                    Reason.CONFLICT,
                    "A callback of the correlation '%s' was to be waited for, but task %s waits for it; give each wait a correlation of its own."
                            .formatted(correlation, other));
        });
    }

    /** Writes the wait down; returns whether it is over already. */
    private boolean begin(TaskRun run, JdbcWaits.Wait wait, @Nullable String correlation, Instant due) {
        if (correlation != null) {
            requireNobodyElseWaits(run, correlation);
        }
        run.commit(List.of(JdbcWaits.insert(wait, run.tenant(), correlation, due.truncatedTo(ChronoUnit.MICROS))));
        return correlation == null && !due.isAfter(clock.instant());
    }

    private static TaskRun run(Exchange exchange, String block) {
        return TaskRun.of(exchange)
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT, block + " was called outside a task; only a flow that runs as a task can wait."));
    }
}
