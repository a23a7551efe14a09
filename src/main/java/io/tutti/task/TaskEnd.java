package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Claim;
import io.tutti.broker.Outbox;
import io.tutti.commit.Commits;
import io.tutti.commit.DatabaseAway;
import io.tutti.commit.HubDatabaseAway;
import io.tutti.commit.Write;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Failure;
import io.tutti.failure.Unavailable;
import io.tutti.redaction.Telling;
import io.tutti.trace.Trace;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What happens when a flow is unwound: the task ends, or waits. Thread-safe. */
@Component
final class TaskEnd {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEnd.class);

    private final Commits commits;
    private final JdbcTasks tasks;
    private final JdbcLeases leases;
    private final Journal journal;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final TaskEndings endings;
    private final TaskWaiters waiters;
    private final Clock clock;
    private final ObjectMapper json;

    TaskEnd(
            Commits commits,
            JdbcTasks tasks,
            JdbcLeases leases,
            Journal journal,
            AuditTrail audit,
            Outbox outbox,
            TaskEndings endings,
            TaskWaiters waiters) {
        this.commits = commits;
        this.tasks = tasks;
        this.leases = leases;
        this.journal = journal;
        this.audit = audit;
        this.outbox = outbox;
        this.endings = endings;
        this.waiters = waiters;
        this.clock = journal.clock();
        this.json = journal.json();
    }

    /**
     * Writes what became of a run.
     *
     * @return the task as it ended or waits; still RUNNING when the run has left it to another
     */
    Task settle(RunningTask run, Exchange exchange, Reply reply) {
        Optional<Throwable> failure = run.failure().or(() -> Optional.ofNullable(exchange.getException()));
        if (run.hasLeft()
                || run.isAskedToLeave() && failure.filter(TaskEnd::isCutOff).isPresent()) {
            commits.commit(List.of(leases.leave(run.fence(), !run.hasLeft())));
            return run.task();
        }
        if (run.isWaiting()) {
            commits.commit(List.of(tasks.waiting(run.fence())));
            return run.task().with(TaskStatus.WAITING, null, null, run.cost(), null);
        }
        if (failure.isPresent()) {
            stopWhenNotTheFlowsFault(failure.get());
            return fail(run, failure.get(), reply);
        }
        return complete(run, exchange, reply);
    }

    /** Tells whoever waits for a task that no run of this hub holds any more. */
    void tell(Task settled) {
        if (settled.status() != TaskStatus.RUNNING) {
            waiters.tell(settled);
        }
    }

    /** What Camel does to an exchange in a route that it waits for no longer. */
    private static boolean isCutOff(Throwable failure) {
        return ObjectHelper.getException(RejectedExecutionException.class, failure) != null;
    }

    private Task complete(RunningTask run, Exchange exchange, Reply reply) {
        JsonNode output;
        try {
            output = Snapshot.of(exchange, "(end)", json).body();
        } catch (Failure e) {
            return fail(run, e, reply);
        }
        return end(run, ended(run, TaskStatus.COMPLETED, output, null), reply, new ArrayList<>());
    }

    private Task fail(RunningTask run, Throwable reason, Reply reply) {
        String kind = reason instanceof Failure failure ? failure.kind() : "error";
        String message = reason instanceof Failure ? String.valueOf(reason.getMessage()) : unexpected(run, reason);
        String step = run.stepOf(reason).orElse(null);
        List<Write> change = new ArrayList<>();
        if (step != null) {
            journal.failed(run, step, reason, change);
        }
        return end(
                run,
                ended(run, TaskStatus.FAILED, null, new Task.Error(kind, Telling.of(message), step)),
                reply,
                change);
    }

    /** Ends a task that was lost again and again at the same place, as a dead letter. */
    Task giveUp(RunningTask run, List<Entry> entries, Reply reply) {
        String place = entries.isEmpty()
                ? "before its first step was finished"
                : "after the entry '" + entries.getLast().key() + "' of its journal";
        var error = new Task.Error(
                "crashed",
                ("The hub that ran task %s died three times in a row, each time %s. Find what kills it there, mend it, and"
                                + " redrive the dead letter.")
                        .formatted(run.taskId(), place),
                null);
        return end(run, ended(run, TaskStatus.FAILED, null, error), reply, new ArrayList<>());
    }

    /** Ends a task that does not go on with another definition of its flow, as a dead letter. */
    Task park(RunningTask run, TaskDefinitions.Parked parked, Reply reply) {
        return end(run, ended(run, TaskStatus.FAILED, null, parked.error()), reply, List.of(parked.row()));
    }

    private static String unexpected(RunningTask run, Throwable reason) {
        LOG.error("Flow {} of task {} failed", run.flow(), run.taskId(), reason);
        return "The flow failed with %s: %s. See the hub's log at this task's id, mend the flow, and redrive the dead letter."
                .formatted(reason.getClass().getSimpleName(), reason.getMessage());
    }

    private Task ended(RunningTask run, TaskStatus status, @Nullable JsonNode output, Task.@Nullable Error error) {
        return run.task()
                .with(status, output, error, run.cost(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Task end(RunningTask run, Task ended, Reply reply, List<Write> rows) {
        List<Write> change = new ArrayList<>();
        tasks.end(run.fence(), ended.status(), ended.output(), ended.error(), change);
        change.addAll(rows);
        change.addAll(run.takeAlongside(""));
        change.add(audit.record(event(ended)));
        endings.add(ended, change);
        addReply(ended, reply, change);
        commits.commit(change);
        Failpoint.ENDED.reach();
        return ended;
    }

    /** Adds the rows that send an ended task to whoever asked for it. */
    void addReply(Task ended, Reply reply, List<Write> change) {
        switch (reply) {
            case Reply.Nowhere nowhere -> {}
            case Reply.File file -> change.add(outbox.toFile(file.file(), document(ended, change)));
            case Reply.Queue queue ->
                change.add(outbox.toQueue(queue.queue(), document(ended, change), headers(ended, queue)));
        }
    }

    private Claim document(Task ended, List<Write> change) {
        return Payloads.claim(ended.id(), json.valueToTree(ended), change);
    }

    private static Map<String, String> headers(Task ended, Reply.Queue queue) {
        Map<String, String> headers = new HashMap<>();
        headers.put(TaskHeader.TASK.word(), ended.id());
        headers.put("tuttiStatus", ended.status().name());
        headers.put(Trace.HEADER, ended.trace().header(Trace.span(ended.id())));
        if (queue.correlation() != null) {
            headers.put("JMSCorrelationID", queue.correlation());
        }
        return headers;
    }

    private static AuditEvent event(Task ended) {
        AuditAction action =
                ended.status() == TaskStatus.COMPLETED ? AuditAction.TASK_COMPLETED : AuditAction.TASK_FAILED;
        Map<String, Object> detail = new HashMap<>();
        detail.put("usd", ended.cost().usd());
        if (ended.error() != null) {
            detail.put("kind", ended.error().kind());
        }
        var event = new AuditEvent(action, ended.id(), ended.principal(), ended.tenant(), ended.flow(), detail);
        return ended.output() == null ? event : event.about(ended.output());
    }

    /** A run that lost its task, or whose step could not be written, does not end the task: it is taken up again. */
    private static void stopWhenNotTheFlowsFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fenced fenced) {
                throw fenced;
            }
            if (cause instanceof DatabaseAway away) {
                throw away;
            }
            if (cause instanceof HubDatabaseAway away) {
                throw new Unavailable(String.valueOf(away.getMessage()), away);
            }
        }
    }
}
