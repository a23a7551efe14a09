package io.tutti.task;

import io.tutti.commit.Write;

/** The SQL of the column {@code definition} of the table {@code task}. */
final class JdbcTaskDefinitions {

    private JdbcTaskDefinitions() {}

    /** Puts a task that this hub holds on another definition. */
    static Write move(Fence fence, String hash) {
        return Write.of("UPDATE task SET definition = ? " + Fence.HELD, hash, fence.taskId(), fence.epoch())
                .orElse(() -> new Fenced(fence));
    }

    /** Puts a task that is being redriven on another definition. */
    static Write redriven(String taskId, String hash) {
        return Write.of("UPDATE task SET definition = ? WHERE id = ?", hash, taskId);
    }
}
