package io.tutti.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do.
 *
 * @param caller who
 * @param action a kind and a name with a colon between, without a star, for example {@code tool:refund}
 * @param arguments those of the tool; empty for what takes none
 * @param flow the flow of the task in which, or of which, it is asked; null outside a task
 * @param task the task's id; null outside a task
 * @param dataClass the class of the data that goes along; null when nobody said one
 */
public record Asked(
        Caller caller,
        String action,
        Map<String, Object> arguments,
        @Nullable String flow,
        @Nullable String task,
        @Nullable String dataClass) {

    /** Asked with data that nobody gave a class. */
    public Asked(
            Caller caller, String action, Map<String, Object> arguments, @Nullable String flow, @Nullable String task) {
        this(caller, action, arguments, flow, task, null);
    }

    /** Asked outside a task, of something that takes no arguments. */
    public static Asked of(Caller caller, String action) {
        return new Asked(caller, action, Map.of(), null, null);
    }
}
