package io.tutti.task;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.definition.Definitions;
import io.tutti.failure.Refused;
import io.tutti.task.DefinitionSettings.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says on which definition of its flow a task goes on, and leaves a record where that is not the one it began with. Thread-safe. */
@Component
final class TaskDefinitions {

    private final Definitions definitions;
    private final DefinitionSettings settings;
    private final TaskEndings endings;
    private final Commits commits;
    private final AuditTrail audit;

    TaskDefinitions(
            Definitions definitions,
            DefinitionSettings settings,
            TaskEndings endings,
            Commits commits,
            AuditTrail audit) {
        this.definitions = definitions;
        this.settings = settings;
        this.endings = endings;
        this.commits = commits;
        this.audit = audit;
    }

    /**
     * What is to become of a task that this hub holds and is about to run.
     *
     * @throws Fenced when it does not hold it any more
     */
    Settled settle(JdbcTasks.Stored held) {
        String began = held.definition();
        String flow = held.task().flow();
        Optional<String> present = definitions.present(flow);
        if (began == null || present.filter(began::equals).isPresent()) {
            return new Settled(held, null);
        }
        var change = new Change(held, began, present.orElse(null));
        Policy changed = settings.changed().of(flow);
        if (changed != Policy.KEEP) {
            return apply(changed, change, null);
        }
        try {
            definitions.require(flow, began);
            return new Settled(held, null);
        } catch (Refused e) {
            return apply(settings.gone().of(flow), change, e.getMessage());
        }
    }

    /** Adds the rows that put a failed task, which is to run again, on the present definition of its flow. */
    void addRedriven(JdbcTasks.Stored failed, List<Write> rows) {
        String began = failed.definition();
        definitions
                .present(failed.task().flow())
                .filter(present -> !present.equals(began))
                .ifPresent(present -> {
                    rows.add(JdbcTaskDefinitions.redriven(failed.task().id(), present));
                    if (began != null) {
                        rows.add(record(new Change(failed, began, present), "redrive", null));
                    }
                });
    }

    private Settled apply(Policy policy, Change change, @Nullable String gone) {
        String present = change.present;
        if (policy == Policy.PARK || present == null) {
            return parked(change, gone, why(change, gone));
        }
        JdbcTasks.Stored held = change.held;
        List<Write> rows = new ArrayList<>();
        rows.add(JdbcTaskDefinitions.move(held.fence(), present));
        if (policy == Policy.RESTART) {
            endings.addRestarted(held.task().id(), rows);
            rows.add(JdbcJournal.forgetOwn(held.task().id()));
        }
        rows.add(record(change, policy.name().toLowerCase(Locale.ROOT), gone));
        try {
            commits.commit(rows);
        } catch (Fenced e) {
            throw e;
        } catch (Refused e) {
            return parked(change, gone, why(change, gone) + " " + e.getMessage());
        }
        return new Settled(held.on(present), null);
    }

    private Settled parked(Change change, @Nullable String gone, String why) {
        String kind = gone == null ? "definition-changed" : "definition-gone";
        return new Settled(change.held, new Parked(new Task.Error(kind, why, null), record(change, "park", gone)));
    }

    private static String why(Change change, @Nullable String gone) {
        String present = change.present == null
                ? "there is no such flow now: put it back into routes/ and redrive the dead letter."
                : ("redrive the dead letter to go on from the journal with the present definition %s, or submit the task anew.")
                        .formatted(Definitions.shortened(change.present));
        return "Task %s began with the definition %s of flow '%s', which %s; %s"
                .formatted(
                        change.held.task().id(),
                        Definitions.shortened(change.began),
                        change.held.task().flow(),
                        gone == null ? "has changed since" : "cannot be loaded any more (" + gone + ")",
                        present);
    }

    private Write record(Change change, String policy, @Nullable String gone) {
        Task task = change.held.task();
        Map<String, Object> detail = new HashMap<>(Map.of("from", change.began, "policy", policy));
        if (change.present != null) {
            detail.put("to", change.present);
        }
        if (gone != null) {
            detail.put("gone", gone);
        }
        return audit.record(new AuditEvent(
                AuditAction.DEFINITION_CHANGED, task.id(), task.principal(), task.tenant(), task.flow(), detail));
    }

    /**
     * What was settled.
     *
     * @param held the task, with the definition that it goes on with
     * @param parked how it ends instead; null when it goes on
     */
    record Settled(JdbcTasks.Stored held, @Nullable Parked parked) {}

    /**
     * The end of a task that does not go on.
     *
     * @param error why
     * @param row the audit record, of the transaction of its end
     */
    record Parked(Task.Error error, Write row) {}

    private record Change(
            JdbcTasks.Stored held, String began, @Nullable String present) {}
}
