package io.tutti.task;

/**
 * Unwinds a flow whose task waits; it is no failure. A flow that catches it by accident does no harm: the task waits all
 * the same, and no step or call behind the waiting one is run.
 */
public final class Suspended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Suspended(String key) {
        super("waits at " + key, null, false, false);
    }
}
