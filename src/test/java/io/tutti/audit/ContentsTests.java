package io.tutti.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentsTests {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void hasTheSameDigestOfWhatComesOutOfAJournal() throws Exception {
        JsonNode written = JSON.createObjectNode()
                .put("a", 1.0e10)
                .put("b", new byte[] {1, 2})
                .set("c", JSON.createArrayNode().add(0.1).add(3).add("x"));
        JsonNode read = JSON.readTree(JSON.writeValueAsString(written));
        Contents contents = contents(AuditSettings.Content.HASH);
        assertThat(contents.digest(List.of(read))).isEqualTo(contents.digest(List.of(written)));
        assertThat(read.toString()).as("which is not so for the texts").isNotEqualTo(written.toString());
    }

    @Test
    void tellsContentsApart() {
        Contents contents = contents(AuditSettings.Content.HASH);
        JsonNode a = JSON.valueToTree("a");
        JsonNode b = JSON.valueToTree("b");
        assertThat(List.of(
                        contents.digest(List.of(a)),
                        contents.digest(List.of(b)),
                        contents.digest(List.of(a, b)),
                        contents.digest(List.of(b, a)),
                        contents.digest(List.of(JSON.valueToTree("ab")))))
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("[\\w-]{43}"));
    }

    @Test
    void tellsAsMuchAsIsWanted() {
        AuditEvent event = new AuditEvent(AuditAction.TASK_ACCEPTED, "t", "p", "acme", "flow", Map.of("by", "rule"))
                .about(JSON.valueToTree("Write to jane@example.com. " + "long ".repeat(10_000)));
        assertThat(contents(AuditSettings.Content.NONE).detail(event)).containsOnlyKeys("by");
        assertThat(contents(AuditSettings.Content.HASH).detail(event)).containsOnlyKeys("by", "content");
        Map<String, Object> copied = contents(AuditSettings.Content.COPY).detail(event);
        assertThat(copied).containsOnlyKeys("by", "content", "copy");
        assertThat(copied.get("copy").toString())
                .startsWith("[\"Write to [EMAIL_1]. long")
                .endsWith(" characters more]")
                .hasSizeBetween(16_384, 16_500);
    }

    @ParameterizedTest
    @EnumSource
    void namesNobodyInReasons(AuditSettings.Content policy) {
        var event = new AuditEvent(
                AuditAction.INPUT_REFUSED,
                null,
                "ann@example.com",
                "acme",
                "tutti.tasks",
                Map.of("reason", "bob@example.com said no"));
        assertThat(contents(policy).detail(event)).containsOnly(Map.entry("reason", "[EMAIL_1] said no"));
    }

    private static Contents contents(AuditSettings.Content policy) {
        return new Contents(policy, new Digests("a key".getBytes(StandardCharsets.UTF_8)), JSON);
    }
}
