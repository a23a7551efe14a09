package io.tutti.failure;

/**
 * What can go wrong with a task or a call, told apart by type: {@link Refused} is final, {@link Unavailable} may pass.
 *
 * <p>The message says what was asked, what was found and what to do. It carries no secret and no prompt text: it may
 * reach a model or a stranger.
 */
public abstract sealed class Failure extends RuntimeException permits Refused, Unavailable {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A stable word for the kind of failure, in kebab case; it is a task's {@code error.kind}. */
    public abstract String kind();
}
