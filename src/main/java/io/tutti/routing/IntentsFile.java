package io.tutti.routing;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of intents as its file has them.
 *
 * @param intents in the order of the file, at least one besides {@link Match#NONE}
 * @param thresholds below which confidence nothing fits
 * @param identifiers patterns of the identifiers that a message may carry, by name; case does not matter to them
 */
record IntentsFile(List<Intent> intents, Thresholds thresholds, Map<String, Pattern> identifiers) {

    /**
     * @param name the intent, or {@link Match#NONE}
     * @param to where it is sent; the intent's name unless the file says otherwise
     * @param examples at least one
     * @param threshold its own threshold; null for that of the file
     */
    record Intent(
            String name,
            String to,
            List<String> examples,
            @Nullable Double threshold) {}

    /** The place of {@link Match#NONE} in {@link #intents}, or -1. */
    int none() {
        return intents.stream().map(Intent::name).toList().indexOf(Match.NONE);
    }

    /** The text with the name of each identifier in its place: which order it is does not change what is asked. */
    String withoutIdentifiers(String text) {
        String without = text;
        for (var identifier : identifiers.entrySet()) {
            without = identifier.getValue().matcher(without).replaceAll(Matcher.quoteReplacement(identifier.getKey()));
        }
        return without;
    }
}
