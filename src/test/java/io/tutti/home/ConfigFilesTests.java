package io.tutti.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class ConfigFilesTests {

    private static final Path SHIPPED = Path.of("config").toAbsolutePath();

    @TempDir
    Path mine;

    private final MockEnvironment environment = new MockEnvironment();
    private ConfigFiles files;

    @BeforeEach
    void layMineOverTheShipped() {
        files = ConfigFiles.of(new Home(mine, List.of(), List.of(), List.of(SHIPPED, mine)), environment);
    }

    @Test
    void laysAnEntryOverTheShippedOneOfTheSameNameAndKeepsTheOthers() throws IOException {
        write("access.yaml", "roles:\n  submitter: {allow: []}\n  viewer: {allow: ['flow:*']}\n");
        JsonNode roles = files.read("access").path("roles");
        assertThat(roles.at("/submitter/allow")).isEmpty();
        assertThat(roles.at("/viewer/allow/0").asText()).isEqualTo("flow:*");
        assertThat(roles.at("/submitter/description").isMissingNode()).isTrue();
    }

    @Test
    void isEmptyWhenNoDirectoryHasTheFile() {
        assertThat(files.read("nothing")).isEmpty();
        assertThat(files.readFolder("nothing")).isEmpty();
    }

    @Test
    void fillsPlaceholdersAsText() throws IOException {
        environment.setProperty("RULE", "tool:orders.*");
        write("access.yaml", "roles:\n  a: {allow: ['${RULE}', '${OTHER:flow:*}']}\n");
        assertThat(files.read("access").at("/roles/a/allow").toString()).isEqualTo("[\"tool:orders.*\",\"flow:*\"]");
    }

    @Test
    void fillsPlaceholdersThatStandWithoutQuotes() throws IOException {
        environment.setProperty("KEY", "sk-1");
        write("models.yaml", """
                models:
                  fast:
                    provider: openai
                    model: ${MODEL:gpt-4o-mini}
                    api-key: ${KEY}
                """);
        JsonNode fast = files.read("models").at("/models/fast");
        assertThat(fast.path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(fast.path("api-key").asText()).isEqualTo("sk-1");
    }

    @Test
    void namesTheLineOfAPlaceholderWithoutValue() throws IOException {
        write("access.yaml", "roles:\n  a:\n    allow: ['${RULE}']\n");
        assertRefused(() -> files.read("access"), "access.yaml:3", "${NAME:default}");
    }

    @Test
    void namesFileAndLineOfAWrongValueWithoutRepeatingIt() throws IOException {
        write("access.yaml", "principals:\n  crm:\n    roles: [a]\n    tenant: acme\n    token-sha256: plain-token\n");
        assertRefused(() -> files.read("access"), mine + "/access.yaml:5: principals.crm.token-sha256", "pattern");
        assertThatThrownBy(() -> files.read("access")).hasMessageNotContaining("plain-token");
    }

    @Test
    void refusesAnUnknownKeyAndNamesTheKnownOnes() throws IOException {
        write("access.yaml", "roles:\n  a:\n    allow: []\n    alow: []\n");
        assertRefused(() -> files.read("access"), "access.yaml:4: unknown key 'alow'", "expected", "allow");
    }

    @Test
    void namesTheLineRoundAMissingValue() throws IOException {
        write("access.yaml", "roles:\n  a:\n    description: x\n");
        assertRefused(() -> files.read("access"), "access.yaml:2: roles.a", "'allow'");
    }

    @Test
    void readsAFolderByNameWithTheLaterFileInPlaceOfTheEarlier() throws IOException {
        write("agents/support.yaml", "name: support\ndescription: d\ninstructions: i\n");
        assertThat(files.readFolder("agents")
                        .get("support")
                        .path("instructions")
                        .asText())
                .isEqualTo("i");
    }

    @Test
    void refusesAFileThatNoSchemaKnows() throws IOException {
        write("acces.yaml", "roles: {}\n");
        assertRefused(() -> files.read("acces"), "acces.yaml", "schema/acces.schema.json");
    }

    @Test
    void refusesTagsAliasBombsDepthSizeAndDoubleKeys() throws IOException {
        assertRefused(() -> YamlFile.parse(mine, "a: 1\nb: !!javax.script.ScriptEngineManager []\n"), ":2", "tag");
        assertRefused(() -> YamlFile.parse(mine, "!%a"), "is no YAML");
        assertRefused(() -> YamlFile.parse(mine, bomb()), "");
        assertRefused(() -> YamlFile.parse(mine, "a: &a [*a]"), "deep");
        assertRefused(() -> YamlFile.parse(mine, "[".repeat(100_000)), "");
        assertRefused(() -> YamlFile.parse(mine, "a: " + "x".repeat(2_000_000)), "");
        assertRefused(() -> YamlFile.parse(mine, "a: 1\nb: 2\na: 3\n"), ":3", "twice");
    }

    @Test
    void readsYaml12WhereNoIsAWordAndHugeNumbersAreCheap() {
        JsonNode read = YamlFile.parse(mine, "a: no\nb: 0.55\nc: 1e400000000\nd: 007\ne: ''\nf:\ng: true\n")
                .content();
        assertThat(read.path("a").asText()).isEqualTo("no");
        assertThat(read.path("b").decimalValue()).isEqualByComparingTo("0.55");
        assertThat(read.path("e").isTextual()).isTrue();
        assertThat(read.path("f").isNull()).isTrue();
        assertThat(read.path("g").booleanValue()).isTrue();
    }

    private static String bomb() {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }

    private static void assertRefused(ThrowingCallable reading, String... parts) {
        assertThatThrownBy(reading).isInstanceOf(WrongSetting.class).message().contains(parts);
    }

    private void write(String name, String text) throws IOException {
        Path file = mine.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
