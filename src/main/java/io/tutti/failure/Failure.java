package io.tutti.failure;

/**
 * What can go wrong with a task or a call, told apart by type: {@link Refused} is final, {@link Unavailable} may pass.
 *
 * <p>The message says what was asked, what was found and what to do. It carries no secret and no prompt text: it may
 * reach a model or a stranger.
 */
public abstract sealed class Failure extends RuntimeException permits Refused, Unavailable {

    private static final long serialVersionUID = 1L;

    private final String message;

    Failure(String message) {
        super(message);
        this.message = message;
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** What was asked, what was found, what to do. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** A stable word for the kind of failure, in kebab case; it is a task's {@code error.kind}. */
    public abstract String kind();
}
