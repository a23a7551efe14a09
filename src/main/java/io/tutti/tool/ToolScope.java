package io.tutti.tool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent may call, set on the exchange before {@code direct:call-tool}: the call then needs the agent's right and
 * its task owner's. A no, and a failure of a tool that only reads, is the call's result, {@code {"error": "..."}}, which
 * the journal keeps, so that the model can go on from there, and a resume goes the same way.
 *
 * @param agent its name
 * @param tools names of tools; {@code *} at the end stands for all that begin so
 * @param allowTainted those of them that it may call without a person's yes while it knows untrusted content
 * @param isTainted whether it knows content that its task's owner did not write
 * @param fault why the call is not to be made at all; null when it may be
 */
public record ToolScope(
        String agent,
        List<String> tools,
        List<String> allowTainted,
        boolean isTainted,
        @Nullable String fault) {

    /** The exchange property that holds it. */
    public static final String PROPERTY = "tuttiToolScope";

    /** Whether {@code tool} is the agent's. */
    public boolean has(String tool) {
        return matches(tools, tool);
    }

    /** Whether a call of {@code tool} that writes or sends needs a person's yes. */
    boolean distrusts(String tool) {
        return isTainted && !matches(allowTainted, tool);
    }

    /** Whether one of {@code patterns} stands for {@code name}. */
    static boolean matches(List<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : pattern.equals(name));
    }
}
