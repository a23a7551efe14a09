package io.tutti.task;

/**
 * Unwinds a flow whose task waits; it is no failure. An {@link Error} and not an exception, so that no {@code doCatch}
 * or {@code onException} of a flow takes it for one.
 */
public final class Suspended extends Error {

    private static final long serialVersionUID = 1L;

    Suspended(String key) {
        super("waits at " + key, null, false, false);
    }
}
