package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.home.IdSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs a failed task again, or makes a new task of another one, from a place in its journal. What is recorded before
 * that place is not run again. What is recorded inside it is run again by a fork, whose effects have keys of their own; a
 * redrive restores it, so that no effect of the same task is repeated. Thread-safe.
 */
@Component
public final class Replays {

    private final Commits commits;
    private final JdbcTasks tasks;
    private final JdbcJournal journal;
    private final TaskRunner runner;
    private final TaskEndings endings;
    private final TaskDefinitions definitions;
    private final AuditTrail audit;
    private final IdSource ids;
    private final Clock clock;

    Replays(
            Commits commits,
            JdbcTasks tasks,
            JdbcJournal journal,
            TaskRunner runner,
            TaskEndings endings,
            TaskDefinitions definitions,
            AuditTrail audit,
            IdSource ids,
            Clock clock) {
        this.commits = commits;
        this.tasks = tasks;
        this.journal = journal;
        this.runner = runner;
        this.endings = endings;
        this.definitions = definitions;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Runs a failed task again, in the transaction of {@code rows}: finished steps come from the journal. It goes on with
     * the present definition of its flow, which may have been mended.
     *
     * @param from the journal key from which everything is run again; null for the place where it failed
     * @param input another input; null for the same
     * @throws Refused when it has not failed, its finished steps were undone, or the key is not in its journal
     */
    public void redrive(String taskId, @Nullable String from, @Nullable JsonNode input, List<Write> rows) {
        List<Write> change = new ArrayList<>();
        Write reopened = tasks.reopen(taskId, input, change);
        change.addFirst(reopened);
        tasks.find(taskId).ifPresent(failed -> definitions.addRedriven(failed, change));
        endings.addReopened(taskId, change);
        if (from != null) {
            require(taskId, from, "redriven");
            change.add(JdbcJournal.forgetFrom(taskId, from));
        }
        if (from == null && input != null) {
            change.add(JdbcJournal.forgetAll(taskId));
        }
        change.addAll(rows);
        commits.commit(change);
        runner.takeUp(taskId);
    }

    /**
     * Makes a new task that takes what another one's journal holds before {@code from} as its own, and starts it. Its own
     * effects get keys of their own; the other task stays as it is.
     *
     * @param source the other task's id
     * @param from a key of its journal
     * @param output takes the place of that entry's result; null runs it again
     * @param pool the pool that the new task's model calls use; null for those that the flow names
     * @param asked the new task's flow, input, and who asks
     * @return the new task
     * @throws Refused when the key is not in the journal, a step before it was undone, or the output cannot be one of such
     *     an entry
     * @throws Unavailable when it could not be written; there is no new task
     */
    public Task fork(String source, String from, @Nullable JsonNode output, @Nullable String pool, NewTask asked) {
        Entry entry = require(source, from, "forked");
        if (output != null && entry.kind().equals(EntryKind.HANDOFF.word()) && !output.hasNonNull("decision")) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Task %s was to be forked from '%s' with another decision of a person, which is an object with \"decision\" and \"output\"; found %s."
                            .formatted(source, from, output.getNodeType()));
        }
        Task task = asked.task(ids.next(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        List<Write> change = new ArrayList<>();
        change.add(JdbcEndedTasks.hold(source));
        tasks.insert(task, asked, null, change);
        change.add(JdbcTrust.inherit(source, task.id()));
        change.add(JdbcPayloads.useAllOf(source, task.id()));
        endings.addForked(source, from, change);
        change.add(JdbcJournal.copyBefore(source, from, task.id()));
        if (output != null) {
            journal.copyWith(source, from, output, task.id(), change);
        }
        Map<String, Object> detail =
                new HashMap<>(Map.of("forkedFrom", source, "from", from, "edited", output != null));
        if (pool != null) {
            change.add(usePool(task.id(), pool));
            detail.put("pool", pool);
        }
        change.add(audit.record(new AuditEvent(
                        AuditAction.TASK_ACCEPTED, task.id(), task.principal(), task.tenant(), task.flow(), detail)
                .about(task.input())));
        commits.commit(change);
        runner.takeUp(task.id());
        return task;
    }

    /** The row that lets a task's model calls use another pool than the flow names, now and in later redrives. */
    public Write usePool(String taskId, String pool) {
        return JdbcTaskPools.use(taskId, pool);
    }

    private Entry require(String taskId, String from, String verb) {
        return journal.read(taskId).stream()
                .filter(entry -> entry.key().equals(from))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Task %s was to be %s from '%s', which is not in its journal; see GET /api/tasks/%s/journal."
                                .formatted(taskId, verb, from, taskId)));
    }
}
