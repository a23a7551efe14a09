package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.home.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTestTests {

    private final Shell shell = new Shell(Map.of(), "");

    @TempDir
    private Path directory;

    @BeforeEach
    void writeRules() throws IOException {
        Files.writeString(directory.resolve("access.yaml"), """
                principals:
                  crm: {token-sha256: %s, tenant: acme, roles: [clerk]}
                roles:
                  clerk:
                    allow:
                      - {action: "tool:refund", when: "args.amount <= 200 && now < timestamp('2027-01-01T00:00:00Z')"}
                approvals:
                  - {action: "tool:refund", when: "args.amount > 100", people: 2}
                """.formatted(TestTokens.hash("crm")));
    }

    @Test
    void saysWhichRuleAllowsItAndWhoHasToAgree() {
        assertThat(test("--args", "{\"amount\": 150.5}").out().lines())
                .containsExactly(
                        "Allowed   yes, once 2 people agree",
                        "Who       crm of acme, roles [clerk]",
                        "Rule      role clerk: tool:refund when args.amount <= 200 && now <"
                                + " timestamp('2027-01-01T00:00:00Z')",
                        "Approval  approvals: tool:refund when args.amount > 100");
        assertThat(test("--args", "{\"amount\": 100}").out()).startsWith("Allowed  yes\n");
    }

    @Test
    void saysWhyItIsDenied() {
        var result = test("--args", "{\"amount\": 201}");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).startsWith("Allowed  no\n").contains("Why not  it is allowed only by [role clerk:");
        assertThat(test("--args", "{\"amount\": 5}", "--at", "2027-01-01T00:00:00Z")
                        .exitCode())
                .isEqualTo(1);
        assertThat(test().exitCode()).as("without the argument").isEqualTo(1);
        assertThat(shell.run("access", "test", "--roles", "viewer", "--action", "tool:refund")
                        .out())
                .contains("no rule of the roles [viewer] allows it");
    }

    @Test
    void printsTheVerdictForAProgram() {
        assertThat(test("--args", "{\"amount\": 1}", "--json").out())
                .startsWith("{\"isAllowed\":true,\"rule\":\"role clerk: tool:refund when");
    }

    @Test
    void refusesWhatCannotBeMeant() throws IOException {
        assertThat(test("--args", "[1]").exitCode()).isEqualTo(2);
        assertThat(test("--at", "tomorrow").exitCode()).isEqualTo(2);
        assertThat(shell.run("access", "test", "--principal", "crm", "--action", "refund")
                        .exitCode())
                .isEqualTo(2);
        var unknown = shell.run("access", "test", "--principal", "nobody", "--action", "tool:refund");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("'nobody' is not in access.yaml");
        Files.writeString(
                directory.resolve("access.yaml"),
                "roles:\n  clerk:\n    allow:\n      - {action: 'tool:refund', when: 'amount <'}\n");
        var wrong = test("--roles", "clerk");
        assertThat(wrong.err()).contains("access.yaml:4", "'amount <' is no condition in CEL");
    }

    private Shell.Result test(String... more) {
        var arguments =
                new ArrayList<>(List.of("access", "test", "--config", directory.toString(), "--action", "tool:refund"));
        if (!List.of(more).contains("--roles")) {
            arguments.addAll(List.of("--principal", "crm"));
        }
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }
}
