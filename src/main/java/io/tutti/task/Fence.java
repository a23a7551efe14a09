package io.tutti.task;

/**
 * The right to write for a task: it holds as long as the task is RUNNING in this epoch. Every change of a running task
 * fails without it, so that a hub that was taken over, and a task that was cancelled, write nothing more.
 *
 * @param taskId the task
 * @param epoch how often the task was taken up, from 1
 */
record Fence(String taskId, int epoch) {

    /**
     * Whether a task that is found by its id is RUNNING. The empty string keeps the index of states out of it: PostgreSQL
     * likes it as much as the one of ids, and would look through all tasks that run for each row that is written.
     */
    static final String RUNNING = "status || '' = 'RUNNING'";

    /** Its condition in SQL, over the values of a fence in their order. */
    static final String HELD = "WHERE id = ? AND epoch = ? AND " + RUNNING;
}
