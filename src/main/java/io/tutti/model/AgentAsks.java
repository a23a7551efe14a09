package io.tutti.model;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The next call of a model is an agent's; it counts instead of what headers say.
 *
 * @param agent its name
 * @param pool that it asks
 * @param patience the longest time that it waits
 */
public record AgentAsks(String agent, String pool, Duration patience) {

    private static final String PROPERTY = "tuttiAgentAsks";

    /** Says so to the next call on this exchange. */
    public void set(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Takes what was said; null for a call that is no agent's. */
    static @Nullable AgentAsks take(Exchange exchange) {
        return (AgentAsks) exchange.removeProperty(PROPERTY);
    }
}
