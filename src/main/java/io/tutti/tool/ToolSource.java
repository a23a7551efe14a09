package io.tutti.tool;

import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.util.List;

/** Tools that are no routes of the hub. Thread-safe. */
public interface ToolSource {

    /** Whether a tool of this name is, or would be, one of these. */
    boolean owns(String tool);

    /** What is known of it; of one that there is not, the safest is said. */
    ToolTraits traits(String tool);

    /** Those that a model may be told of, in any order. */
    List<ToolTable.Offer> offers();

    /**
     * Makes sure that it can be called now.
     *
     * @throws Refused when there is no such tool, or it is not to be called
     * @throws Unavailable when it cannot be called now
     * @throws InterruptedException when the thread is to stop
     */
    void require(String tool) throws InterruptedException;

    /** Where a call goes, with its tool's name in the variable {@code tool}: the name of a {@code direct:} endpoint. */
    String endpoint();
}
