package io.tutti.model;

import dev.langchain4j.model.chat.ChatModel;
import java.util.Set;

/** Speaks the protocol of a kind of endpoint. */
interface Provider {

    /** Its names in {@code models.yaml}. */
    Set<String> names();

    /**
     * The model behind {@code entry}. It makes one attempt per call, follows no redirect, and throws {@link
     * EndpointFailure} where it knows what went wrong. Called once, at start; makes no request.
     */
    ChatModel connect(ModelEntry entry);
}
