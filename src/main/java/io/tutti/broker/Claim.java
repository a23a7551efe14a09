package io.tutti.broker;

import org.jspecify.annotations.Nullable;

/**
 * The body of an outgoing message, or a claim to it.
 *
 * @param taskId the task that keeps the body, which stays until the message is sent; null when {@code text} is the body
 * @param text the body, or what {@link ClaimCheck#keep} made of it
 */
public record Claim(@Nullable String taskId, String text) {}
