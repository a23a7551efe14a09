package io.tutti.command.submit;

import io.tutti.failure.Failure;

/** A way into the hub. */
interface Door {

    /**
     * Sends, and waits as long as the submission says.
     *
     * @throws Failure when the hub refuses it, or no answer came in time
     */
    Receipt send(Submission submission);
}
