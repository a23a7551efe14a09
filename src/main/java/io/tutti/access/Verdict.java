package io.tutti.access;

/**
 * Whether something may be done, and by which rule.
 *
 * @param isAllowed whether it may be done at all
 * @param rule the rule that decided, as a person reads it
 * @param people how many different people have to agree before; 0 = none
 * @param approval the rule that wants them; empty when none does
 */
public record Verdict(boolean isAllowed, String rule, int people, String approval) {

    static Verdict allowed(String rule) {
        return new Verdict(true, rule, 0, "");
    }

    static Verdict denied(String rule) {
        return new Verdict(false, rule, 0, "");
    }

    /** The same, once so many people agree. */
    public Verdict after(int people, String approval) {
        return new Verdict(isAllowed, rule, people, approval);
    }
}
