package io.tutti.redaction;

import java.util.List;

/** Somebody outside who finds what identifies people, for example a named-entity model. */
@FunctionalInterface
public interface Recognizer {

    /**
     * Asks a route.
     *
     * @param route the name of its {@code direct:} endpoint
     * @param text where to look
     * @return what it found, in any order
     * @throws io.tutti.failure.Unavailable when it does not answer, or with something else
     */
    List<Span> find(String route, String text);

    /**
     * A piece of a text.
     *
     * @param start the index of its first character (UTF-16), from 0
     * @param end the index behind its last one
     */
    record Span(int start, int end) {}
}
