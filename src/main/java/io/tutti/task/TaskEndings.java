package io.tutti.task;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Write;
import io.tutti.home.IdSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What all features add to the end of a task, and to what comes after it. Thread-safe. */
@Component
final class TaskEndings {

    private final List<TaskEnding> all;
    private final JdbcTasks tasks;
    private final AuditTrail audit;
    private final IdSource ids;
    private final Clock clock;

    TaskEndings(List<TaskEnding> all, JdbcTasks tasks, AuditTrail audit, IdSource ids, Clock clock) {
        this.all = all;
        this.tasks = tasks;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Adds the rows for a task that ends as {@code ended} says, and those of the tasks that follow it. */
    void add(Task ended, List<Write> change) {
        for (TaskEnding ending : all) {
            change.addAll(ending.rows(ended));
            ending.follower(ended, change).ifPresent(asked -> accept(asked, ended, change));
        }
    }

    /** Adds the rows for a failed task that is to run again. */
    void addReopened(String taskId, List<Write> change) {
        all.forEach(ending -> change.addAll(ending.reopened(taskId)));
    }

    /** Adds the rows for a task that is to begin anew on another definition. */
    void addRestarted(String taskId, List<Write> change) {
        all.forEach(ending -> change.addAll(ending.restarted(taskId)));
    }

    /** Adds the rows for a fork that takes the journal before {@code from}. */
    void addForked(String taskId, String from, List<Write> change) {
        all.forEach(ending -> change.addAll(ending.forked(taskId, from)));
    }

    private void accept(NewTask asked, Task ended, List<Write> change) {
        Task task = asked.task(ids.next(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        tasks.insert(task, asked, null, change);
        change.add(JdbcTrust.inherit(ended.id(), task.id()));
        change.add(audit.record(new AuditEvent(
                        AuditAction.TASK_ACCEPTED,
                        task.id(),
                        task.principal(),
                        task.tenant(),
                        task.flow(),
                        Map.of("after", ended.id()))
                .about(task.input())));
    }
}
