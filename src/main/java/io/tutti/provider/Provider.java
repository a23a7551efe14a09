package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import java.util.Set;

/** Speaks the protocol of a kind of endpoint. */
public interface Provider {

    /** The provider inside the hub. */
    String LOCAL = "local";

    /** Its names in {@code models.yaml}. */
    Set<String> names();

    /**
     * The model behind {@code entry}. It makes one attempt per call, follows no redirect, and throws {@link
     * EndpointFailure} where it knows what went wrong. Called once for each key, at start; makes no request.
     *
     * @param key the key to use, or {@link ApiKey#NONE}
     * @param http through which every request has to go
     */
    Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http);
}
