package io.tutti.command.terminal;

/** Arguments that cannot be meant: the command ends with 2. The message says what was found and what to write. */
public final class WrongUsage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was found, what was expected; no secrets
     */
    public WrongUsage(String message) {
        super(message);
    }
}
