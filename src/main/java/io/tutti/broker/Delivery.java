package io.tutti.broker;

import java.util.List;

/** Hands messages to their receivers. */
interface Delivery {

    /** What it delivers. */
    OutboxRow.Kind kind();

    /**
     * Delivers all in order. Queue messages are sent together or not at all; files may have been written when it fails,
     * and are written again.
     *
     * @throws RuntimeException when one cannot be delivered
     */
    void deliver(List<OutboxRow> rows);

    /** Whether {@code failure} says that the receiver has the message already. */
    boolean isDuplicate(RuntimeException failure);

    /** Whether the hub is up; between its start and its stop nothing is delivered. */
    boolean open();

    /** Whether receivers answer at all; when not, a failure is nobody's fault. */
    boolean reachable();
}
