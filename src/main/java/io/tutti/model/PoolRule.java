package io.tutti.model;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Other models for some requests, by what they say.
 *
 * @param matches found somewhere in the question; null for any
 * @param longerThan characters that the prompt has more of; 0 for any
 * @param ways names of models, tried in this order
 */
record PoolRule(@Nullable Pattern matches, int longerThan, List<String> ways) {

    /** As many characters of a question are looked at: a pattern must not take for ever. */
    private static final int LOOKED_AT = 10_000;

    boolean appliesTo(ModelRequest request) {
        String question = request.question();
        String beginning = question.substring(0, Math.min(question.length(), LOOKED_AT));
        return request.characters() > longerThan
                && (matches == null || matches.matcher(beginning).find());
    }
}
