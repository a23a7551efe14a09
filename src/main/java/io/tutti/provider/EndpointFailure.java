package io.tutti.provider;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call of a model that gave no answer. Its message holds neither prompt nor key nor the endpoint's words. */
public final class EndpointFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable ChatResponse paid;

    public EndpointFailure(Fault fault, String found) {
        this(fault, found, null, null);
    }

    /** @param retryAfter how long the endpoint asks to wait, null when it does not */
    public EndpointFailure(Fault fault, String found, @Nullable Duration retryAfter) {
        this(fault, found, retryAfter, null);
    }

    /** @param paid a response that is of no use, but has its price */
    public EndpointFailure(Fault fault, String found, ChatResponse paid) {
        this(fault, found, null, paid);
    }

    private EndpointFailure(Fault fault, String found, @Nullable Duration retryAfter, @Nullable ChatResponse paid) {
        super(fault.word() + " (" + found + ")", null, false, false);
        this.fault = fault;
        this.retryAfter = retryAfter;
        this.paid = paid;
    }

    /** The failure among the causes of {@code wrapped}, else {@code otherwise} with the name of the first cause. */
    public static EndpointFailure in(Throwable wrapped, Fault otherwise) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof EndpointFailure known) {
                return known;
            }
        }
        if (wrapped instanceof UnsupportedFeatureException || wrapped instanceof IllegalArgumentException) {
            return new EndpointFailure(Fault.REQUEST_REFUSED, "the provider cannot do what is asked");
        }
        Throwable cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
        return new EndpointFailure(otherwise, cause.getClass().getSimpleName());
    }

    /** What went wrong. */
    public Fault fault() {
        return fault;
    }

    /** How long the endpoint wants to be left alone; null when it does not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The response that is of no use but has its price; null when there is none. */
    public @Nullable ChatResponse paid() {
        return paid;
    }
}
