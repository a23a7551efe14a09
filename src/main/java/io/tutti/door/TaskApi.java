package io.tutti.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.intake.Admission;
import io.tutti.intake.Admit;
import io.tutti.task.Accepted;
import io.tutti.task.Entry;
import io.tutti.task.NewTask;
import io.tutti.task.Replays;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskFilter;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import io.tutti.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tasks over HTTP. */
@RestController
@RequestMapping("/api/tasks")
final class TaskApi {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Admit admit;
    private final Tasks tasks;
    private final Replays replays;
    private final Admission admission;
    private final Pools pools;
    private final Rights rights;

    TaskApi(Admit admit, Tasks tasks, Replays replays, Admission admission, Pools pools, Rights rights) {
        this.admit = admit;
        this.tasks = tasks;
        this.replays = replays;
        this.admission = admission;
        this.pools = pools;
        this.rights = rights;
    }

    /**
     * What is posted.
     *
     * @param flow the flow's name
     * @param input any JSON
     * @param conversation the conversation it belongs to
     * @param key the sender's key
     */
    record Request(
            @Nullable String flow,
            @Nullable JsonNode input,
            @Nullable String conversation,
            @Nullable String key) {}

    @PostMapping
    ResponseEntity<Task> submit(
            @RequestBody Request request,
            @RequestParam(name = "wait", required = false) @Nullable String wait,
            @RequestHeader(name = Trace.HEADER, required = false) @Nullable String trace,
            @AuthenticationPrincipal Caller caller)
            throws InterruptedException {
        Duration patience = wait == null ? Duration.ZERO : Durations.parse("wait", wait, LONGEST_WAIT);
        if (request.flow() == null || request.input() == null || request.input().isNull()) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A task needs \"flow\" and \"input\": {\"flow\": \"customer-support\", \"input\": \"Where is my order?\"}.");
        }
        var asked = new NewTask(
                request.flow(),
                request.input(),
                request.conversation(),
                request.key(),
                caller.principal(),
                caller.tenant(),
                new Reply.Nowhere(),
                Trace.of(trace).orElse(null));
        Accepted accepted = admit.one(asked, caller);
        return answer(accepted, patience);
    }

    @GetMapping
    List<Task> list(
            @RequestParam(required = false) @Nullable String flow,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String conversation,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_TASKS);
        return tasks.list(
                new TaskFilter(rights.tenant(caller), flow, status(status), conversation, after, Limits.page(limit)));
    }

    @GetMapping("/{id}")
    Task one(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_TASKS);
        return tasks.require(id, rights.tenant(caller));
    }

    @GetMapping("/{id}/journal")
    List<Entry> journal(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return tasks.journal(one(id, caller).id());
    }

    @PostMapping("/{id}/cancel")
    Task cancel(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.CANCEL_TASKS);
        return tasks.cancel(tasks.require(id, rights.tenant(caller)).id(), caller.principal());
    }

    /**
     * How to fork.
     *
     * @param from the journal key before which the journal is taken over
     * @param input another input; null for the same
     * @param output takes the place of that entry's result; null runs it again
     * @param pool the pool that every model call uses; null for those that the flow names
     */
    record Fork(
            @Nullable String from,
            @Nullable JsonNode input,
            @Nullable JsonNode output,
            @Nullable String pool) {}

    @PostMapping("/{id}/fork")
    ResponseEntity<Task> fork(@PathVariable String id, @RequestBody Fork how, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.FORK_TASKS);
        Task source = tasks.require(id, rights.tenant(caller));
        if (how.from() == null) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A fork needs \"from\", a key of the task's journal; see GET /api/tasks/%s/journal.".formatted(id));
        }
        var asked = new NewTask(
                source.flow(),
                given(how.input()).orElse(source.input()),
                source.conversation(),
                null,
                caller.principal(),
                source.tenant(),
                new Reply.Nowhere());
        admission.check(List.of(asked), caller);
        pools.check(how.pool(), caller);
        Task fork = replays.fork(source.id(), how.from(), given(how.output()).orElse(null), how.pool(), asked);
        return ResponseEntity.accepted()
                .location(URI.create("/api/tasks/" + fork.id()))
                .body(fork);
    }

    private static Optional<JsonNode> given(@Nullable JsonNode value) {
        return Optional.ofNullable(value).filter(node -> !node.isNull());
    }

    private ResponseEntity<Task> answer(Accepted accepted, Duration patience) throws InterruptedException {
        Task task = accepted.task();
        if (patience.isPositive() && task.status() == TaskStatus.RUNNING) {
            task = awaited(task, patience);
        }
        Failpoint.ANSWERING.reach();
        boolean settled = task.status() != TaskStatus.RUNNING;
        boolean done = !accepted.fresh() || patience.isPositive() && settled;
        return (done ? ResponseEntity.ok() : ResponseEntity.accepted())
                .location(URI.create("/api/tasks/" + task.id()))
                .body(task);
    }

    /** It is accepted, whether or not the database answers while the caller waits. */
    private Task awaited(Task task, Duration patience) throws InterruptedException {
        try {
            return tasks.await(task.id(), patience);
        } catch (DataAccessException e) {
            return task;
        }
    }

    private static @Nullable TaskStatus status(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(TaskStatus.values())
                .filter(each -> each.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.BAD_INPUT,
                        "Tasks of status '%s' were asked for; a status is one of %s."
                                .formatted(word, Arrays.toString(TaskStatus.values()))));
    }
}
