package io.tutti.provider;

import java.util.Set;

/** Speaks the protocol of a kind of endpoint. */
public interface Provider {

    /** The provider inside the hub. */
    String LOCAL = "local";

    /** Its names in {@code models.yaml}. */
    Set<String> names();

    /**
     * The model behind {@code entry}. It makes one attempt per call, follows no redirect, and throws {@link
     * EndpointFailure} where it knows what went wrong. Called once, at start; makes no request.
     */
    Connection connect(ModelEntry entry);
}
