package io.tutti.task;

/**
 * The right to write for a task: it holds as long as the task is RUNNING in this epoch. Every change of a running task
 * fails without it, so that a hub that was taken over, and a task that was cancelled, write nothing more.
 *
 * @param taskId the task
 * @param epoch how often the task was taken up, from 1
 */
record Fence(String taskId, int epoch) {}
