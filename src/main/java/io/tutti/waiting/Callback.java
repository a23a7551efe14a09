package io.tutti.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What another system sent to a task that waits for it, or will.
 *
 * @param tenant the account
 * @param id the sender's id of the message: the same id is the same callback; 1 to 300 characters
 * @param correlation what the task waits for; 1 to 200 characters
 * @param body the content
 * @param receivedAt when it came
 */
public record Callback(String tenant, String id, String correlation, JsonNode body, Instant receivedAt) {}
