package io.tutti.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests of records and hashes of seals: HMAC-SHA256, so that nobody without the key can make one. Each field is
 * preceded by its length, so that no two different records have the same bytes. Safe for use by many threads.
 */
final class Digests {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ABSENT = -1;

    private final Mac prepared;

    Digests(byte[] key) {
        this.prepared = prepared(key);
    }

    /** The digest of a record's fields, 43 letters of Base64 for URLs. */
    String of(
            Instant at,
            String action,
            @Nullable String task,
            String principal,
            String tenant,
            String subject,
            String detail) {
        return hash(
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)),
                action,
                task,
                principal,
                tenant,
                subject,
                detail);
    }

    /** The digest that {@code row} should have. */
    String of(AuditRecord row) {
        return of(row.at(), row.action(), row.task(), row.principal(), row.tenant(), row.subject(), row.detail());
    }

    /** The hash that a seal should have, 43 letters of Base64 for URLs. */
    String of(Seal seal) {
        return hash(
                seal.previous(),
                Long.toString(seal.id()),
                Long.toString(seal.firstSeq()),
                Long.toString(seal.lastSeq()),
                Integer.toString(seal.records()),
                seal.digests());
    }

    /** The digest of one text or two: fewer fields than a record or a seal has, so that it is never one of theirs. */
    String of(String... texts) {
        return hash(texts);
    }

    private String hash(@Nullable String... fields) {
        Mac mac = mac();
        for (String field : fields) {
            if (field == null) {
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, ABSENT));
                continue;
            }
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            mac.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    /** A copy of one that knows the key: to find and prepare one takes longer than a record's digest. */
    private Mac mac() {
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's " + ALGORITHM + " can be cloned.", e);
        }
    }

    private static Mac prepared(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
