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
import java.util.Comparator;
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

    private static final String ALL = "all";
    static final int MOST_PARTS = 1000;

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
     * @param onException what a failed part does to this task: {@code stop}, {@code continue} or {@code wait}
     * @throws Refused outside a task, when an argument does not fit, or when the quorum was not completed and can no
     *     longer be, or the deadline is over
     */
    public void gather(Exchange exchange, String flow, String quorum, String deadline, String onException) {
        TaskRun run = TaskRun.of(exchange)
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT,
                        "scatter-gather-action was called outside a task; only a flow that runs as a task can wait."));
        Call call = run.call(exchange, EntryKind.HANDOFF);
        JsonNode answers = call.recorded().orElseGet(() -> {
            JsonNode parts = parts(exchange.getMessage().getBody());
            boolean isUntrusted =
                    run.isUntrusted() || exchange.getMessage().getHeader(TaskRun.UNTRUSTED, false, Boolean.class);
            var wanted =
                    new Wanted(flow, parts, needed(quorum, parts.size()), OnException.of(onException), isUntrusted);
            return answers(run, call, wanted, deadline);
        });
        exchange.getMessage().setBody(json.convertValue(answers, List.class));
    }

    private JsonNode answers(TaskRun run, Call call, Wanted wanted, String deadline) {
        var wait = new JdbcWaits.Wait(run.taskId(), call.key());
        boolean over = waits.isDue(wait).orElseGet(() -> {
            var due = clock.instant().plus(Times.duration("The deadline", deadline));
            int parts = wanted.parts.size();
            run.commit(List.of(
                    JdbcWaits.insertScatter(wait, run.tenant(), due, parts, wanted.needed, wanted.onException)));
            return parts == 0;
        });
        List<Task> asked = ask(run, wait, wanted);
        if (!over) {
            throw run.suspend(call);
        }
        wanted.requireEnough(asked);
        ArrayNode answers = json.createArrayNode();
        asked.forEach(task -> answers.addObject()
                .put("task", task.id())
                .put("status", task.status().name())
                .putPOJO("output", task.output())
                .putPOJO("error", task.error()));
        JsonNode plain = json.valueToTree(answers);
        call.record(new Outcome(wanted.parts, plain, null, Usage.NONE, List.of(JdbcWaits.delete(wait))));
        return plain;
    }

    /** Makes the parts' tasks, or finds them as they are by now. */
    private List<Task> ask(TaskRun run, JdbcWaits.Wait wait, Wanted wanted) {
        List<NewTask> asked = new ArrayList<>();
        for (int i = 0; i < wanted.parts.size(); i++) {
            asked.add(new NewTask(
                            wanted.flow,
                            wanted.parts.get(i),
                            null,
                            wait.partKey(i),
                            run.principal(),
                            run.tenant(),
                            new Reply.Nowhere(),
                            run.trace())
                    .from(wanted.isUntrusted));
        }
        return tasks.acceptAll(asked, List.of(JdbcWaits.requireNotWithdrawn(wait))).stream()
                .map(Accepted::task)
                .toList();
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

    /**
     * What is asked for.
     *
     * @param flow of the parts
     * @param parts a list
     * @param needed how many have to be completed
     * @param onException what a failed one does
     */
    private record Wanted(String flow, JsonNode parts, int needed, OnException onException, boolean isUntrusted) {

        void requireEnough(List<Task> asked) {
            long completed = asked.stream()
                    .filter(task -> task.status() == TaskStatus.COMPLETED)
                    .count();
            boolean noneIsLeft = asked.stream().allMatch(task -> task.endedAt() != null);
            if (completed >= needed || onException == OnException.CONTINUE && noneIsLeft) {
                return;
            }
            Task first = asked.stream()
                    .filter(task -> task.status() != TaskStatus.COMPLETED)
                    .min(Comparator.comparing(task -> task.endedAt() == null))
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
}
