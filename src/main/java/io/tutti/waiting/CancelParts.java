package io.tutti.waiting;

import io.tutti.commit.Commits;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Tasks;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Cancels the parts of cancelled tasks, each with an end of its own: audit record, undo of its finished steps, and its own
 * parts in turn. What is to be cancelled is in the table {@code waiting} until it is. Several hubs may look at the same
 * time: the first one ends a part.
 */
@Component
final class CancelParts {

    private static final Logger LOG = LoggerFactory.getLogger(CancelParts.class);
    private static final int AT_ONCE = 100;

    /** The hub itself ends them, not who cancelled the asking task. */
    private static final String HUB = "hub";

    private final JdbcWaits waits;
    private final Tasks tasks;
    private final Commits commits;

    CancelParts(JdbcWaits waits, Tasks tasks, Commits commits) {
        this.waits = waits;
        this.tasks = tasks;
        this.commits = commits;
    }

    /**
     * Cancels what there is, in the order of the parts.
     *
     * @throws Unavailable when a part finished a step at the same moment; it is cancelled when this looks again
     */
    void look() {
        for (JdbcWaits.Wait wait : waits.withdrawn(AT_ONCE)) {
            waits.parts(wait).forEach(this::cancel);
            commits.commit(List.of(JdbcWaits.delete(wait)));
        }
    }

    private void cancel(String taskId) {
        try {
            tasks.cancel(taskId, HUB);
        } catch (Refused e) {
            LOG.debug("A part ended before it was cancelled: {}", e.getMessage());
        }
    }
}
