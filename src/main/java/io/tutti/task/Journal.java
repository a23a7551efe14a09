package io.tutti.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.redaction.Telling;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes entries: fence, entry and the rows that belong to them, audit records too, in one transaction. Thread-safe. */
@Component
final class Journal {

    private final Commits commits;
    private final JdbcTasks tasks;
    private final JdbcJournal entries;
    private final Clock clock;
    private final ObjectMapper json;

    Journal(Commits commits, JdbcTasks tasks, JdbcJournal entries, Clock clock, ObjectMapper json) {
        this.commits = commits;
        this.tasks = tasks;
        this.entries = entries;
        this.clock = clock;
        this.json = json;
    }

    Clock clock() {
        return clock;
    }

    ObjectMapper json() {
        return json;
    }

    List<Entry> read(String taskId, Recent recent) {
        return entries.read(taskId, recent);
    }

    void write(RunningTask run, Entry entry, Usage usage, List<Write> alongside) {
        List<Write> change = new ArrayList<>();
        boolean model = entry.kind().equals(EntryKind.MODEL.word());
        boolean tool = entry.kind().equals(EntryKind.TOOL.word());
        if (run.isFirstSinceLoss() || model || tool || !usage.equals(Usage.NONE)) {
            change.add(tasks.progress(run.fence(), usage, model ? 1 : 0, tool ? 1 : 0));
        }
        Folding folding = new Folding(run.taskId(), run.recent(), change);
        entries.write(run.fence(), entry, usage, folding, change);
        change.addAll(alongside);
        commits.commit(change);
        run.getsOn();
        folding.isStored();
    }

    void write(RunningTask run, List<Write> rows) {
        List<Write> change = new ArrayList<>();
        change.add(tasks.progress(run.fence(), Usage.NONE, 0, 0));
        change.addAll(rows);
        commits.commit(change);
    }

    /** Adds the row of a failed step to the change that ends its task. */
    void failed(RunningTask run, String step, Throwable reason, List<Write> change) {
        var why = json.createObjectNode().put("error", Telling.of(String.valueOf(reason.getMessage())));
        var outcome = new Outcome(NullNode.instance, why, null, Usage.NONE, List.of());
        entries.writeLast(
                run.taskId(),
                run.entry(step, EntryKind.STEP, Entry.FAILED, clock.instant(), outcome, null),
                new Folding(run.taskId(), run.recent(), change),
                change);
    }
}
