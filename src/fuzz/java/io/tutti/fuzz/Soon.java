package io.tutti.fuzz;

import io.tutti.failure.Failure;
import java.time.Duration;

/** What holds for every reader of what strangers write: it ends soon, and what it cannot read it refuses. */
public final class Soon {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** The first ones load classes, which Jazzer changes first. */
    private static final int LOADING = 20;

    private static int runs;

    private Soon() {}

    /** Reads something that a stranger wrote. */
    @FunctionalInterface
    public interface Reading {
        void run() throws Exception;
    }

    /**
     * Runs {@code reading}, which may say no.
     *
     * @throws AssertionError when that took too long, or it broke off with anything but a refusal
     */
    public static void or(Class<? extends Exception> refusal, Reading reading) {
        long began = System.nanoTime();
        try {
            reading.run();
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw new AssertionError(e);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        runs++;
        if (runs > LOADING && took.compareTo(LONGEST) > 0) {
            throw new AssertionError("It took " + took);
        }
    }

    /** {@link #or} where a refusal is a {@link Failure}. */
    public static void orRefused(Reading reading) {
        or(Failure.class, reading);
    }
}
