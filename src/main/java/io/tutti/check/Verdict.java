package io.tutti.check;

/**
 * What a check found.
 *
 * @param passed whether the answer may be used
 * @param reason why not, as half a sentence; empty when it passed
 */
public record Verdict(boolean passed, String reason) {

    /** Nothing to object to. */
    public static final Verdict PASSED = new Verdict(true, "");

    /** A no. */
    public static Verdict failed(String reason) {
        return new Verdict(false, reason);
    }
}
