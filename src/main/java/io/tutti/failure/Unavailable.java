package io.tutti.failure;

/** Not now: a retry or the next way may succeed. Its {@link #kind()} is {@code unavailable}. */
public non-sealed class Unavailable extends Failure {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked, what was found, what to do
     */
    public Unavailable(String message) {
        super(message);
    }

    /**
     * @param message what was asked, what was found, what to do
     * @param cause what the library reported
     */
    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String kind() {
        return "unavailable";
    }
}
