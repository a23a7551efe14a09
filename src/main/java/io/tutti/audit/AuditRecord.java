package io.tutti.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in the trail.
 *
 * @param seq its number; ascending, with gaps
 * @param at when, to the microsecond
 * @param action what; a {@link AuditAction#word()}
 * @param task the task's id, or null outside a task
 * @param principal who asked
 * @param tenant on whose account
 * @param subject what it was done to
 * @param detail further facts as JSON text
 * @param digest keyed digest of the fields above without {@code seq}, 43 letters of Base64 for URLs
 * @param seal the seal that holds the digest; null when it is not sealed yet
 */
public record AuditRecord(
        long seq,
        Instant at,
        String action,
        @Nullable String task,
        String principal,
        String tenant,
        String subject,
        @JsonRawValue String detail,
        String digest,
        @Nullable Long seal) {}
