package io.tutti.task;

import io.tutti.commit.Write;

/** The column of the table {@code task} that says whether strangers wrote what a task began with. */
final class JdbcTrust {

    private JdbcTrust() {}

    /** Trusts a new task no more than the one that it takes something over from. */
    static Write inherit(String source, String task) {
        return Write.of(
                "UPDATE task SET untrusted = untrusted OR (SELECT s.untrusted FROM task s WHERE s.id = ?) WHERE id = ?",
                source,
                task);
    }
}
