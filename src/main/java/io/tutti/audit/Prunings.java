package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What the trail says about where it was pruned. */
record Prunings(JdbcSeals seals, Digests digests) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Whether a genuine record says that everything before {@code first} was pruned. */
    boolean endedBefore(Seal first) {
        return seals.prunings().stream()
                .filter(record -> digests.of(record).equals(record.digest()))
                .map(Prunings::detail)
                .anyMatch(detail -> detail.path(Pruner.SEAL).asLong() == first.id() - 1
                        && detail.path(Pruner.HASH).asText().equals(first.previous()));
    }

    private static JsonNode detail(AuditRecord record) {
        try {
            return JSON.readTree(record.detail());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A genuine record has JSON in it.", e);
        }
    }
}
