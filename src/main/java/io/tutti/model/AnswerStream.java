package io.tutti.model;

/**
 * Takes a streamed answer as it is released, on the thread that calls the gateway. A failure that it throws ends the
 * call. What was given to it cannot be taken back.
 */
@FunctionalInterface
public interface AnswerStream {

    /** The exchange property with which a caller of {@code direct:call-model} asks for a stream. */
    String PROPERTY = "tuttiAnswerStream";

    /** The next part of the answer's text, not empty. */
    void text(String part);
}
