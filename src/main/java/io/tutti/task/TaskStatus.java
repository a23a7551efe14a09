package io.tutti.task;

/** Where a task is in its life. {@code RUNNING} and {@code WAITING} alternate; the others are end states. */
public enum TaskStatus {
    /** Accepted; a hub runs it or will take it up. */
    RUNNING,
    /** Waits for a person, a time or a reply; holds no thread. */
    WAITING,
    /** Ended with an output. */
    COMPLETED,
    /** Ran out of ways; a dead letter tells where. */
    FAILED,
    /** Ended by somebody's wish. */
    CANCELLED;

    /** Whether nothing more will happen, unless a dead letter is redriven. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
