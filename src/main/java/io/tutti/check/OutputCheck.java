package io.tutti.check;

/**
 * Judges an answer before it goes anywhere. A bean of this type can be named in a pool's {@code checks}. It makes no
 * calls, keeps no state and is safe for use by many threads.
 */
public interface OutputCheck {

    /** Its name in {@code models.yaml}, in kebab case. */
    String name();

    /** Whether {@code answer} may be used. */
    Verdict check(Answer answer);
}
