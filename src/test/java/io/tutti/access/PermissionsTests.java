package io.tutti.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.home.ConfigFiles;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTests {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {allow: ['flow:a']}                                          | true
            {allow: ['*']}                                               | true
            {allow: ['flow:a', 'connector:database-*']}                  | true
            {allow: ['flow:a', 'connector:tool-*']}                      | false
            {allow: ['flow:a'], deny: ['connector:database-orders']}     | false
            {allow: []}                                                  | false
            """)
    void takesAFlowsConnectorsWithTheFlowUnlessARoleNamesThem(String role, boolean allowed) throws Exception {
        Caller caller = new Caller("crm", "acme", Set.of("clerk"));
        assertThat(permissions("roles: {clerk: " + role + "}").allows(caller, "connector:database-orders"))
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

    @ParameterizedTest
    @CsvSource({
        "args.amount <= 200, true",
        "args.amount <= 19.5, false",
        "args.amount > 5 && args.amount < 20.5, true",
        "args.missing <= 200, false",
        "args.note <= 200, false",
        "has(args.missing), false",
        "'x' in roles, false",
        "tenant == 'acme' && principal == 'crm' && flow == 'pay-back', true",
        "now.getHours('Europe/Berlin') == 13, true",
        "args.none == null, true",
        "args.big > 9000000000, true",
        "'args.lines.all(line, line.price < 10)', true",
        "args.note.matches('^gift'), true"
    })
    void allowsUnderACondition(String when, boolean allowed) throws Exception {
        var permissions = permissions("roles: {clerk: {allow: [{action: 'tool:refund', when: \"" + when + "\"}]}}");
        assertThat(permissions.decide(refund()).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void deniesBeforeAllThatAllowAndWhenItCannotBeSaid() throws Exception {
        String roles = "roles: {clerk: {allow: ['*']}, careful: {deny: [{action: 'tool:*', when: '%s'}]}}";
        assertThat(permissions(roles.formatted("args.amount > 10")).decide(refund()))
                .isEqualTo(Verdict.denied("it is denied by role careful: tool:* when args.amount > 10"));
        assertThat(permissions(roles.formatted("args.amount > 50")).decide(refund()))
                .isEqualTo(Verdict.allowed("role clerk: *"));
        assertThat(permissions(roles.formatted("args.gone > 50"))
                        .decide(refund())
                        .isAllowed())
                .isFalse();
    }

    @Test
    void asksTheLargestNumberOfPeopleThatARuleWants() throws Exception {
        var permissions = permissions("""
                roles: {clerk: {allow: ['tool:*']}}
                approvals:
                  - {action: 'tool:*'}
                  - {action: 'tool:refund', when: 'args.amount > 10', people: 2}
                  - {action: 'tool:refund', when: 'args.amount > 100', people: 3}
                """);
        assertThat(permissions.decide(refund()))
                .isEqualTo(new Verdict(true, "role clerk: tool:*", 2, "approvals: tool:refund when args.amount > 10"));
        var admin = new Asked(new Caller("admin", "default", Set.of("admin")), "tool:x", Map.of(), null, null);
        assertThat(permissions.decide(admin).people()).isEqualTo(1);
    }

    @Test
    void asksForTheClassOfData() throws Exception {
        var permissions = permissions(
                "roles: {clerk: {allow: [{action: 'pool:*', when: 'dataClass in [" + "\"public\", \"internal\"]'}]}}");
        var clerk = new Caller("crm", "acme", Set.of("clerk"));
        assertThat(permissions
                        .decide(new Asked(clerk, "pool:away", Map.of(), "f", "t", "internal"))
                        .isAllowed())
                .isTrue();
        assertThat(permissions
                        .decide(new Asked(clerk, "pool:away", Map.of(), "f", "t", "secret"))
                        .isAllowed())
                .isFalse();
        assertThat(permissions
                        .decide(new Asked(clerk, "pool:away", Map.of(), "f", "t"))
                        .isAllowed())
                .as("of no class")
                .isFalse();
    }

    @Test
    void knowsWhoMayDoSomethingUnderSomeCondition() throws Exception {
        var permissions =
                permissions("roles: {clerk: {allow: [{action: 'api:inbox.*', when: 'flow == \"refunds\"'}]}}");
        var clerk = new Caller("ann", "acme", Set.of("clerk"));
        assertThat(permissions.mayAllow(clerk, "api:inbox.read")).isTrue();
        assertThat(permissions.mayAllow(clerk, "api:audit.read")).isFalse();
        assertThat(permissions.mayAllow(new Caller("bob", "acme", Set.of()), "api:inbox.read"))
                .isFalse();
        assertThat(permissions.allows(clerk, "api:inbox.read")).as("of no flow").isFalse();
        assertThat(permissions
                        .decide(new Asked(clerk, "api:inbox.read", Map.of(), "refunds", "t"))
                        .isAllowed())
                .isTrue();
    }

    private static Asked refund() {
        return new Asked(
                new Caller("crm", "acme", Set.of("clerk", "careful")), "tool:refund", arguments(), "pay-back", "t1");
    }

    private static Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>(
                Map.of("amount", 20, "note", "gift card", "lines", List.of(Map.of("price", 9.5)), "big", 9000000001L));
        arguments.put("none", null);
        return arguments;
    }

    private static Permissions permissions(String yaml) throws Exception {
        JsonNode content = YAML.readTree(yaml);
        return new Permissions(
                new ConfigFiles() {
                    @Override
                    public JsonNode read(String name) {
                        return content;
                    }

                    @Override
                    public Map<String, JsonNode> readFolder(String folder) {
                        return Map.of();
                    }
                },
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
