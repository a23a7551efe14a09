package io.tutti.definition;

import java.util.concurrent.CompletableFuture;

/** One run's way through a definition, from its beginning until it is closed. Thread-safe. */
public final class Way implements AutoCloseable {

    private final String endpoint;
    private final Runnable leave;
    private final CompletableFuture<Way> over = new CompletableFuture<>();

    Way(String endpoint, Runnable leave) {
        this.endpoint = endpoint;
        this.leave = leave;
    }

    /** The URI that the run begins at. */
    public String endpoint() {
        return endpoint;
    }

    void askToLeave() {
        leave.run();
    }

    /** Completed with this way when it is closed. */
    CompletableFuture<Way> over() {
        return over;
    }

    /** The run is over. */
    @Override
    public void close() {
        over.complete(this);
    }
}
