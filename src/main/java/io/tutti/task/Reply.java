package io.tutti.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where a finished task is sent, in the transaction of its end. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "to")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Nowhere.class, name = "nowhere"),
    @JsonSubTypes.Type(value = Reply.Queue.class, name = "queue"),
    @JsonSubTypes.Type(value = Reply.File.class, name = "file")
})
public sealed interface Reply {

    /** Nowhere: the sender asks for it. */
    record Nowhere() implements Reply {}

    /**
     * A JMS queue.
     *
     * @param queue its name, checked by the door
     * @param correlation the JMS correlation id
     */
    record Queue(String queue, @Nullable String correlation) implements Reply {}

    /**
     * A file in the outbox.
     *
     * @param file relative to {@code data/outbox}
     */
    record File(String file) implements Reply {}
}
