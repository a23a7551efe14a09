package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * What the hub has to know of a tool before it calls it.
 *
 * @param effect what a call does to the world
 * @param isOutside whether its arguments leave the company
 * @param parameters a JSON Schema of the type object, which models are told; null when none was given
 * @param schema the same, ready to check arguments with
 */
public record ToolTraits(
        Effect effect,
        boolean isOutside,
        @Nullable JsonNode parameters,
        @Nullable JsonSchema schema) {

    /** The safest, for a tool of which nothing is known. */
    public static final ToolTraits UNKNOWN = new ToolTraits(Effect.AT_MOST_ONCE, true, null, null);

    /** Whether a call writes, or lets its arguments out of the company. */
    boolean reachesOut() {
        return effect != Effect.READ || isOutside;
    }
}
