package io.tutti.handoff;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work for a person; its JSON form is the item of the HTTP API and of the queue {@code tutti.inbox}.
 *
 * @param id a UUID of version 7
 * @param task the task that waits
 * @param key the journal key of the person's part
 * @param tenant on whose account
 * @param flow the task's flow
 * @param status OPEN, DECIDED, EXPIRED (nobody decided in time) or WITHDRAWN (the task ended without it)
 * @param handedCase what the person needs to know: question, reason, evidence, suggestion
 * @param decision approve, edit, reject or answer; null while open
 * @param output what the person decided on
 * @param reason the person's reason
 * @param decidedBy the person's principal
 * @param createdAt when it was asked
 * @param decidedAt when it was decided
 */
public record InboxItem(
        String id,
        String task,
        String key,
        String tenant,
        String flow,
        String status,
        @JsonProperty("case") JsonNode handedCase,
        @Nullable String decision,
        @Nullable JsonNode output,
        @Nullable String reason,
        @Nullable String decidedBy,
        Instant createdAt,
        @Nullable Instant decidedAt) {

    static final String OPEN = "OPEN";

    boolean open() {
        return OPEN.equals(status);
    }
}
