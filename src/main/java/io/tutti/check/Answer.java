package io.tutti.check;

import java.util.List;

/**
 * An answer before anybody has seen it, with what is needed to judge it.
 *
 * @param question what was asked
 * @param evidence what the answer was to be drawn from
 * @param text the answer
 * @param confidence how sure it is, 0 to 1
 * @param limit how sure it has to be, 0 to 1
 */
public record Answer(String question, List<Passage> evidence, String text, double confidence, double limit) {

    /** Keeps a copy of the evidence. */
    public Answer {
        evidence = List.copyOf(evidence);
    }
}
