package io.tutti.access;

import io.tutti.failure.Refused;

/** Lets through what is permitted, and records and refuses the rest. Safe for use by many threads. */
public interface Guard {

    /**
     * Returns the verdict that allows it.
     *
     * @throws Refused when it is not permitted; the refusal is in the audit trail then
     * @throws io.tutti.failure.Unavailable when a decision that is to be recorded cannot be
     */
    Verdict require(Asked asked);

    /** {@link #require(Asked)} outside a task, of something that takes no arguments. */
    default Verdict require(Caller caller, String action) {
        return require(Asked.of(caller, action));
    }

    /**
     * Lets through who may do it under some condition; whether it holds is for {@link #require(Asked)} to say, once it is
     * known about what it is asked.
     *
     * @throws Refused when no rule could permit it
     */
    void requireSome(Caller caller, String action);

    /** Whether it is permitted; for what is only listed, so that no record tells of it. */
    boolean permits(Asked asked);

    /** Whose task it is, with the rights that this principal has now; one that is known no more has none. */
    Caller find(String principal, String tenant);
}
