package io.tutti.task;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.home.IdSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The hub's tasks. Thread-safe. */
@Component
public final class Tasks {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Commits commits;
    private final JdbcTasks tasks;
    private final JdbcJournal journal;
    private final TaskRunner runner;
    private final TaskEnd end;
    private final TaskWaiters waiters;
    private final TaskEndings endings;
    private final AuditTrail audit;
    private final Owner owner;
    private final IdSource ids;
    private final Clock clock;

    Tasks(
            Commits commits,
            JdbcTasks tasks,
            JdbcJournal journal,
            TaskRunner runner,
            TaskEnd end,
            TaskWaiters waiters,
            TaskEndings endings,
            AuditTrail audit,
            Owner owner,
            IdSource ids,
            Clock clock) {
        this.commits = commits;
        this.tasks = tasks;
        this.journal = journal;
        this.runner = runner;
        this.end = end;
        this.waiters = waiters;
        this.endings = endings;
        this.audit = audit;
        this.owner = owner;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Accepts one task: when this returns, it is on disk and will reach one end state. It starts at once; one of a
     * conversation starts when no earlier one of the same tenant and conversation runs.
     *
     * @throws Unavailable when it could not be written; nothing was accepted
     */
    public Accepted accept(NewTask request) {
        return acceptAll(List.of(request)).getFirst();
    }

    /**
     * Accepts all tasks in one transaction, or none.
     *
     * @return in the order of the requests
     * @throws Unavailable when they could not be written; nothing was accepted
     */
    public List<Accepted> acceptAll(List<NewTask> requests) {
        return acceptAll(requests, List.of());
    }

    /**
     * Accepts all tasks in one transaction, or none.
     *
     * @param guards come before the tasks in that transaction; one that touches no row refuses them. Nothing is written
     *     when all tasks are known.
     * @return in the order of the requests
     * @throws Unavailable when they could not be written; nothing was accepted
     */
    public List<Accepted> acceptAll(List<NewTask> requests, List<Write> guards) {
        List<Accepted> accepted = requests.stream().map(this::known).toList();
        if (accepted.stream().noneMatch(Accepted::fresh)) {
            return accepted;
        }
        List<JdbcTasks.Stored> fresh = new ArrayList<>();
        List<Write> change = new ArrayList<>(guards);
        for (int i = 0; i < requests.size(); i++) {
            if (accepted.get(i).fresh()) {
                Task task = accepted.get(i).task();
                fresh.add(tasks.insert(task, requests.get(i), holder(task), change));
                change.add(accepted(task, requests.get(i)));
            }
        }
        Failpoint.ACCEPTING.reach();
        try {
            commits.commit(change);
        } catch (Unavailable e) {
            return afterRace(requests, guards, e);
        }
        Failpoint.ACCEPTED.reach();
        fresh.forEach(runner::startFresh);
        return accepted;
    }

    /**
     * Waits until fewer tasks run than may; doors that can hold their sender back call it before they accept.
     *
     * @throws Unavailable when the hub takes no work
     */
    public void awaitPlace() throws InterruptedException {
        runner.awaitPlace();
    }

    /** How many tasks this hub holds: those that run here, and those that wait here for a place. */
    public int held() {
        return runner.held().size();
    }

    /**
     * Waits until the task has ended or waits.
     *
     * @return the task as it then is, or as it is when {@code atMost} is over or the hub stops
     */
    public Task await(String taskId, Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        boolean looks = false;
        while (true) {
            var told = waiters.join(taskId);
            try {
                Duration left = atMost.minusNanos(System.nanoTime() - began);
                if (looks || !left.isPositive() || !runner.holds(taskId)) {
                    Task task = require(taskId, null);
                    if (task.status() != TaskStatus.RUNNING || !left.isPositive() || runner.isStopping()) {
                        return task;
                    }
                }
                Duration patience = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
                return told.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                looks = true; // another hub may have run it
            } catch (ExecutionException e) {
                throw new IllegalStateException("A waiter is only ever told a task.", e);
            } finally {
                waiters.leave(taskId, told);
            }
        }
    }

    /**
     * The task.
     *
     * @param tenant who may see it; null for any
     * @throws Refused when there is none
     */
    public Task require(String taskId, @Nullable String tenant) {
        return tasks.find(taskId)
                .map(JdbcTasks.Stored::task)
                .filter(task -> tenant == null || tenant.equals(task.tenant()))
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Task '" + taskId + "' was asked for; there is none. List them with GET /api/tasks."));
    }

    /** The tasks that fit, newest first. */
    public List<Task> list(TaskFilter filter) {
        return tasks.list(filter);
    }

    /**
     * The tasks of a trace, oldest first.
     *
     * @param id 32 hexadecimal digits
     * @param tenant whose; null for all
     */
    public List<Task> ofTrace(String id, @Nullable String tenant) {
        return tasks.ofTrace(id, tenant);
    }

    /** The journal of a task, in the order of recording. */
    public List<Entry> journal(String taskId) {
        return journal.read(taskId);
    }

    /**
     * Ends a task that has not ended.
     *
     * @throws Refused when it has
     * @throws Unavailable when a step of it was finished at the same moment; it has not ended
     */
    public Task cancel(String taskId, String principal) {
        var stored = tasks.find(taskId).orElseThrow();
        Task cancelled = stored.task()
                .with(TaskStatus.CANCELLED, null, null, stored.task().cost(), now());
        List<Write> change = new ArrayList<>();
        change.add(tasks.cancel(taskId));
        change.add(audit.record(event(AuditAction.TASK_CANCELLED, cancelled, principal)));
        endings.add(cancelled, change);
        end.addReply(cancelled, stored.reply(), change);
        commits.commit(change);
        waiters.tell(cancelled);
        runner.takeUpNext(cancelled);
        return cancelled;
    }

    /**
     * Lets a waiting task go on, in the transaction of {@code rows}.
     *
     * @throws Refused when it has ended
     */
    public void wake(String taskId, List<Write> rows) {
        List<Write> change = new ArrayList<>(rows);
        change.add(tasks.wake(taskId));
        commits.commit(change);
        Failpoint.DECIDED.reach();
        runner.takeUp(taskId);
    }

    /**
     * A task of a conversation has none until it is claimed: only that write knows whether it is its turn. Nor has a part,
     * so that hubs share the parts as they have places for them.
     */
    private @Nullable String holder(Task task) {
        return task.conversation() == null && !task.isPart() ? owner.name() : null;
    }

    private Accepted known(NewTask request) {
        return Optional.ofNullable(request.key())
                .flatMap(key -> tasks.findByKey(request.tenant(), key))
                .map(stored -> new Accepted(stored.task(), false))
                .orElseGet(() -> new Accepted(request.task(ids.next(), now()), true));
    }

    /** Another door or hub accepted one of the keys between our look and our write: those are repetitions. */
    private List<Accepted> afterRace(List<NewTask> requests, List<Write> guards, Unavailable failure) {
        boolean raced = requests.stream()
                .anyMatch(request -> request.key() != null
                        && tasks.findByKey(request.tenant(), request.key()).isPresent());
        if (!raced) {
            throw failure;
        }
        return acceptAll(requests, guards);
    }

    private Write accepted(Task task, NewTask asked) {
        Map<String, Object> detail = asked.permittedBy() == null ? Map.of() : Map.of("by", asked.permittedBy());
        return audit.record(new AuditEvent(
                        AuditAction.TASK_ACCEPTED, task.id(), task.principal(), task.tenant(), task.flow(), detail)
                .about(task.input()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static AuditEvent event(AuditAction action, Task task, String principal) {
        return new AuditEvent(action, task.id(), principal, task.tenant(), task.flow(), Map.of());
    }
}
