package io.tutti.model;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A wait between two calls of a model. */
@FunctionalInterface
interface Pause {

    /** Waits on a timer, so that a virtual thread gives its carrier back. */
    Pause REAL = time -> {
        try {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    };

    /**
     * Returns when {@code time} is over.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    void pause(Duration time) throws InterruptedException;
}
