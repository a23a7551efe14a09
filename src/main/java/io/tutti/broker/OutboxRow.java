package io.tutti.broker;

import java.util.Map;

/**
 * A message that waits in the outbox.
 *
 * @param id its place in the order
 * @param duplicateId what the receiver knows it by, so that a second delivery is dropped; unlike {@code id}, never used
 *     again, even when the database is restored from a backup
 * @param kind how it leaves
 * @param target the queue's name, or the file's path under {@code data/outbox}
 * @param body the text
 * @param headers JMS properties; empty for a file
 * @param attempts how often its delivery has failed
 */
record OutboxRow(
        long id, String duplicateId, Kind kind, String target, String body, Map<String, String> headers, int attempts) {

    /** How a message leaves. */
    enum Kind {
        /** To a queue. */
        QUEUE,
        /** As a file. */
        FILE
    }
}
