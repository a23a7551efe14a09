package io.tutti.saga;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What undoes a finished step.
 *
 * @param id the order of registration
 * @param task the task whose step it undoes
 * @param step the journal key of that step, or of the call whose tool declared it
 * @param route the name of the {@code direct:} endpoint that does it
 * @param options an object; its fields become headers
 * @param done whether it was done
 */
record Undo(long id, String task, String step, String route, JsonNode options, boolean done) {}
