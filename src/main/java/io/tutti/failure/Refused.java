package io.tutti.failure;

/** A final no: trying again changes nothing until somebody changes the input, a permission, a budget or a setting. */
public non-sealed class Refused extends Failure {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * @param reason why
     * @param message what was asked, what was found, what to do
     */
    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String kind() {
        return reason.kind();
    }
}
