package io.tutti.retention;

import io.tutti.commit.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which tasks have ended. Called by one thread. */
public interface EndedTasks {

    /** The first flow after this name, in the order of the database, that ever had a task which is still there. */
    Optional<String> flowAfter(String name);

    /**
     * Tasks of {@code flow} that ended at {@code then} or earlier, those that ended first at the front. A waiting or
     * running one has not ended, however old it is.
     *
     * @param most at least 1
     */
    List<String> endedBy(Instant then, String flow, int most);

    /**
     * The first statement of the deletion: deletes the task's own row, and fails the whole change when the task has gone
     * on meanwhile or is gone.
     */
    Write forget(String taskId, Instant then);
}
