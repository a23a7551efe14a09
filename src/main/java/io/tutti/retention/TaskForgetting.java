package io.tutti.retention;

import io.tutti.commit.Write;
import java.util.List;

/** Adds deletions to the transaction in which ended tasks are deleted. Called by one thread. */
public interface TaskForgetting {

    /**
     * The statements that delete what belongs to these tasks. They may read before, not write: nothing is deleted when
     * one of the tasks has gone on or is gone already.
     */
    List<Write> rows(List<String> taskIds);
}
