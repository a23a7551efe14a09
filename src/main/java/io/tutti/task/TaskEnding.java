package io.tutti.task;

import io.tutti.commit.Write;
import java.util.List;

/** Adds rows to the transaction in which a task ends. Called by many threads. */
public interface TaskEnding {

    /** The rows for a task that ends as {@code ended} says. */
    List<Write> rows(Task ended);
}
