package io.tutti.task;

/**
 * What became of a request for a task.
 *
 * @param task the task
 * @param fresh false when the sender's key was known and this is the task of the first time
 */
public record Accepted(Task task, boolean fresh) {}
