package io.tutti.provider;

import java.util.List;
import java.util.Map;

/** How one provider's endpoint speaks: what it is asked at, and what it says. */
interface Wire {

    /** Its name in models.yaml. */
    String provider();

    /** Beside the address, the model and a key. */
    default Map<String, String> details() {
        return Map.of();
    }

    /** What the base address ends with. */
    String base();

    /** The address of a call, base included, with its query. */
    String path(boolean isStream);

    /** The header that carries the key. */
    String keyHeader();

    /** What is before the key in it. */
    default String keyPrefix() {
        return "";
    }

    /** The type of a stream. */
    default String streamType() {
        return "text/event-stream";
    }

    /** "It was shipped." for 20 tokens, {@link #cached()} of them cached, and 7 tokens. */
    String whole();

    /** Asks for find_order with the id 1. */
    String toolCall();

    /** The answer of {@link #whole()} in two parts, event by event; the last ones end it. */
    List<String> stream();

    /** Asks for find_order with the id 1, event by event. */
    List<String> streamedToolCall();

    /** An event that cannot be read. */
    default String garbage() {
        return "data: {\"oops\n\n";
    }

    default int cached() {
        return 0;
    }

    default int reasoning() {
        return 0;
    }

    /** What a request has in it that wants JSON of a schema; empty when the provider cannot. */
    default String schema() {
        return "";
    }
}
