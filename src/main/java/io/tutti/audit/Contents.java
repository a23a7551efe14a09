package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.redaction.Telling;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What records tell of inputs and outputs. Safe for use by many threads. */
final class Contents {

    private static final String REASON = "reason";
    private static final String DIGEST = "content";
    private static final String COPY = "copy";
    /** Of each copy, so that a record stays a record. */
    private static final int MOST = 16_384;

    private final AuditSettings.Content policy;
    private final Digests digests;
    private final ObjectMapper json;

    Contents(AuditSettings.Content policy, Digests digests, ObjectMapper json) {
        this.policy = policy;
        this.digests = digests;
        this.json = json;
    }

    /** The detail of a record of {@code event}. A reason is text of people, models or other systems, and redacted. */
    Map<String, Object> detail(AuditEvent event) {
        boolean hasContent = !event.content().isEmpty() && policy != AuditSettings.Content.NONE;
        if (!hasContent && !event.detail().containsKey(REASON)) {
            return event.detail();
        }
        Map<String, Object> detail = new HashMap<>(event.detail());
        detail.computeIfPresent(REASON, (key, reason) -> Telling.of(reason.toString()));
        if (!hasContent) {
            return detail;
        }
        detail.put(DIGEST, digest(event.content()));
        if (policy == AuditSettings.Content.COPY) {
            detail.put(COPY, event.content().stream().map(this::copy).toList());
        }
        return detail;
    }

    /** Numbers are written as they are read again, so that what comes out of a journal has the digest of what went in. */
    String digest(List<JsonNode> content) {
        return digests.of(content.stream().map(this::text).toArray(String[]::new));
    }

    private String copy(JsonNode content) {
        String redacted = Telling.copyOf(text(content));
        return redacted.length() <= MOST
                ? redacted
                : redacted.substring(0, MOST) + " and " + (redacted.length() - MOST) + " characters more";
    }

    private String text(JsonNode content) {
        if (isPlain(content)) {
            return content.toString();
        }
        try {
            return json.readTree(json.writeValueAsString(content)).toString();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has neither fractions nor values of Java, which are read again as something else. */
    private static boolean isPlain(JsonNode content) {
        if (content.isContainerNode()) {
            for (JsonNode child : content) {
                if (!isPlain(child)) {
                    return false;
                }
            }
            return true;
        }
        return content.isTextual() || content.isIntegralNumber() || content.isBoolean() || content.isNull();
    }
}
