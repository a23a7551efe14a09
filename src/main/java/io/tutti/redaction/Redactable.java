package io.tutti.redaction;

import java.util.function.UnaryOperator;

/** A kind of text that is taken out of prompts. Safe for use by many threads. */
public interface Redactable {

    /** The name in configuration: small letters, digits and hyphens, at most {@link Kinds#LONGEST_WORD}. */
    String word();

    /**
     * Replaces each piece of this kind.
     *
     * @param mark what stands in place of a piece
     * @throws io.tutti.failure.Unavailable when it cannot be said now what is of this kind
     */
    String replace(String text, UnaryOperator<String> mark);
}
