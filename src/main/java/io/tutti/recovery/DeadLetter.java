package io.tutti.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that ran out of ways; its JSON form is the dead letter of the HTTP API and of the queue
 * {@code tutti.dead-letter}.
 *
 * @param id a UUID of version 7
 * @param task the task
 * @param tenant on whose account
 * @param flow the task's flow
 * @param step the journal key of the step that failed; null outside a step
 * @param kind a stable word for the failure
 * @param message what was asked, what was found, what to do
 * @param createdAt when it was parked
 * @param redrivenBy who redrove it; null while it is parked
 * @param redrivenAt when it was redriven
 */
public record DeadLetter(
        String id,
        String task,
        String tenant,
        String flow,
        @Nullable String step,
        String kind,
        String message,
        Instant createdAt,
        @Nullable String redrivenBy,
        @Nullable Instant redrivenAt) {}
