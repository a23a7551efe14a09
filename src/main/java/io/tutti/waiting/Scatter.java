package io.tutti.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Accepted;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.NewTask;
import io.tutti.task.Outcome;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskRun;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import io.tutti.task.Usage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Scatter-Gather with a task for each part; called by {@code scatter-gather-action}. The parts are tasks of their own, with
 * a journal, dead letters and an end each; the asking task waits, holding no thread, until enough of them are completed.
 * Thread-safe.
 *
 * <p>The parts' keys are made of the asking task and its journal key, so that a crash between the two writes, of the wait
 * and of the parts, makes no part twice; and so that no part is deleted before the task that may ask for it again.
 */
@Component("scatter")
public final class Scatter {

    /** The keys of parts begin so; doors refuse keys that do. */
    static final String KEY = NewTask.OWN_KEY + "scatter:";

    private static final String ALL = "all";
    private static final int MOST_PARTS = 1000;

    private final JdbcWaits waits;
    private final Tasks tasks;
    private final Clock clock;
    private final ObjectMapper json;

    Scatter(JdbcWaits waits, Tasks tasks, Clock clock, ObjectMapper json) {
        this.waits = waits;
        this.tasks = tasks;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Gives each element of the body, a list, to {@code flow} as a task, and waits. The body becomes the list of what
     * came of them, in the order of the parts: {@code {"task", "status", "output", "error"}}. One that is still at work
     * when enough others are completed is in it as RUNNING or WAITING; its answer is kept in its own task.
     *
     * @param flow of the parts
     * @param quorum how many have to be completed, 1 to the number of parts, or {@code all}
     * @param deadline as {@link Times#duration}
     * @throws Refused outside a task, when an argument does not fit, or when fewer than {@code quorum} were completed
     *     and none is left or the deadline is over
     */
    public void gather(Exchange exchange, String flow, String quorum, String deadline) {
        TaskRun run = TaskRun.of(exchange)
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT,
                        "scatter-gather-action was called outside a task; only a flow that runs as a task can wait."));
        Call call = run.call(exchange, EntryKind.HANDOFF);
        JsonNode answers = call.recorded()
                .orElseGet(() ->
                        answers(run, call, flow, parts(exchange.getMessage().getBody()), quorum, deadline));
        exchange.getMessage().setBody(json.convertValue(answers, List.class));
    }

    private JsonNode answers(TaskRun run, Call call, String flow, JsonNode parts, String quorum, String deadline) {
        int needed = needed(quorum, parts.size());
        var wait = new JdbcWaits.Wait(run.taskId(), call.key());
        boolean over = waits.isDue(wait).orElseGet(() -> {
            var due = clock.instant().plus(Times.duration("The deadline", deadline));
            run.commit(List.of(JdbcWaits.insertScatter(wait, run.tenant(), due, parts.size(), needed)));
            return parts.isEmpty();
        });
        List<Task> asked = ask(run, wait, flow, parts);
        if (!over) {
            throw run.suspend(call);
        }
        requireEnough(asked, needed);
        ArrayNode answers = json.createArrayNode();
        asked.forEach(task -> answers.addObject()
                .put("task", task.id())
                .put("status", task.status().name())
                .putPOJO("output", task.output())
                .putPOJO("error", task.error()));
        JsonNode plain = json.valueToTree(answers);
        call.record(new Outcome(parts, plain, null, Usage.NONE, List.of(JdbcWaits.delete(wait))));
        return plain;
    }

    /** Makes the parts' tasks, or finds them as they are by now. */
    private List<Task> ask(TaskRun run, JdbcWaits.Wait wait, String flow, JsonNode parts) {
        List<NewTask> asked = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            asked.add(new NewTask(
                    flow,
                    parts.get(i),
                    null,
                    KEY + run.taskId() + ":" + wait.scatter() + ":" + i,
                    run.principal(),
                    run.tenant(),
                    new Reply.Nowhere()));
        }
        return tasks.acceptAll(asked).stream().map(Accepted::task).toList();
    }

    private JsonNode parts(@Nullable Object body) {
        JsonNode parts = json.valueToTree(body);
        if (!parts.isArray() || parts.size() > MOST_PARTS) {
            throw new Refused(
                    Reason.UNFIT,
                    "scatter-gather-action needs a list of at most %d parts as its body; found %s."
                            .formatted(
                                    MOST_PARTS,
                                    parts.isArray() ? parts.size() + " parts" : "no list: " + parts.getNodeType()));
        }
        return parts;
    }

    private static int needed(String quorum, int parts) {
        if (quorum.strip().equals(ALL)) {
            return parts;
        }
        if (quorum.strip().matches("[1-9]\\d{0,3}") && Integer.parseInt(quorum.strip()) <= parts) {
            return Integer.parseInt(quorum.strip());
        }
        throw new Refused(
                Reason.UNFIT,
                "The quorum must be 'all' or 1 to the number of parts, %d; found '%s'.".formatted(parts, quorum));
    }

    private static void requireEnough(List<Task> asked, int needed) {
        long completed = asked.stream()
                .filter(task -> task.status() == TaskStatus.COMPLETED)
                .count();
        if (completed >= needed) {
            return;
        }
        var first = asked.stream()
                .filter(task -> task.status() != TaskStatus.COMPLETED)
                .findFirst()
                .orElseThrow();
        String why = first.error() == null
                ? ""
                : ": " + Objects.requireNonNull(first.error()).message();
        throw new Refused(
                Reason.UNFIT,
                "%d of %d parts had to be completed; %d are. The first other one is task %s, %s%s. Mend it there, then redrive this dead letter."
                        .formatted(needed, asked.size(), completed, first.id(), first.status(), why));
    }
}
