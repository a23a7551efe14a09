package io.tutti.task;

import io.tutti.commit.Write;
import java.util.List;
import java.util.Optional;

/** What a feature adds to the end of a task, and to what comes after it. Called by many threads. */
public interface TaskEnding {

    /** The rows for a task that ends as {@code ended} says, of the same transaction. */
    default List<Write> rows(Task ended) {
        return List.of();
    }

    /**
     * The task that is accepted in the same transaction, for any hub to take up; empty for none.
     *
     * @param change takes the rows that belong to it
     */
    default Optional<NewTask> follower(Task ended, List<Write> change) {
        return Optional.empty();
    }

    /** The rows for a failed task that is to run again; one that touches no row refuses it. */
    default List<Write> reopened(String taskId) {
        return List.of();
    }

    /** The rows for a task that is to begin anew on another definition; one that touches no row refuses it. */
    default List<Write> restarted(String taskId) {
        return List.of();
    }

    /** The rows for a fork that takes the journal of {@code taskId} before {@code from}; one that touches no row refuses it. */
    default List<Write> forked(String taskId, String from) {
        return List.of();
    }
}
