package io.tutti.commit;

import io.tutti.failure.Unavailable;
import java.util.List;

/** Writes changes to the hub's database. Safe for use by many threads. */
public interface Commits {

    /**
     * Writes all statements, or none; returns when they are on disk. They run in order, except that statements of the
     * same text run together at the place of the first of them.
     *
     * @throws DatabaseAway when the database does not answer
     * @throws Unavailable when a constraint is violated (the cause says which)
     * @throws RuntimeException the {@linkplain Write#orElse failure} of a statement that touched no row
     */
    void commit(List<Write> change);

    /**
     * Calls {@code listener} on the writer's thread after each group that inserted into {@code table}; it must return at
     * once.
     */
    void afterInsert(String table, Runnable listener);
}
