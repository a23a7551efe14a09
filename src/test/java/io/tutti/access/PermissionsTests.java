package io.tutti.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.home.ConfigFiles;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTests {

    private static final ObjectMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource({
        "flow:customer-support, true",
        "flow:customer-support-2, false",
        "flow:other, false",
        "tool:orders.find, true",
        "tool:orders, false",
        "api:tasks.read, true",
        "api:inbox.read, true",
        "api:tasks.cancel, false",
        "api:read, false",
        "pool:default, false"
    })
    void allowsWhatARuleSaysAndNothingElse(String action, boolean allowed) throws Exception {
        var permissions =
                permissions("roles: {clerk: {allow: ['flow:customer-support', 'tool:orders.*', 'api:*.read']}}");
        assertThat(permissions.allows(new Caller("crm", "acme", Set.of("clerk")), action))
                .isEqualTo(allowed);
    }

    @Test
    void deniesARoleThatNobodyDescribed() throws Exception {
        assertThat(permissions("{}").allows(new Caller("crm", "acme", Set.of("ghost")), "flow:a"))
                .isFalse();
    }

    @Test
    void letsTheAdministratorDoEverything() throws Exception {
        assertThat(permissions("{}").allows(new Caller("admin", "default", Set.of("admin")), "flow:a"))
                .isTrue();
    }

    private static Permissions permissions(String yaml) throws Exception {
        JsonNode content = YAML.readTree(yaml);
        return new Permissions(new ConfigFiles() {
            @Override
            public JsonNode read(String name) {
                return content;
            }

            @Override
            public Map<String, JsonNode> readFolder(String folder) {
                return Map.of();
            }
        });
    }
}
