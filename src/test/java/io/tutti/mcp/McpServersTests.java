package io.tutti.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** {@code config/mcp.yaml}. */
class McpServersTests {

    private static final Path SHIPPED = Path.of("config").toAbsolutePath();

    @TempDir
    private Path mine;

    @Test
    void takesTheSafestForWhatItDoesNotSay() throws Exception {
        McpServers servers = read("{url: \"https://crm.example/mcp\", tools: {find: {effect: read, outside: false}}}");
        McpServers.Entry crm = servers.find("mcp:crm/find").orElseThrow();
        assertThat(crm.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(crm.result()).isEqualTo(100_000);
        assertThat(crm.known("find")).isEqualTo(new McpServers.Known(Effect.READ, false));
        assertThat(crm.known("pay")).isEqualTo(new McpServers.Known(Effect.AT_MOST_ONCE, true));
    }

    @Test
    void knowsItsServersTools() throws Exception {
        McpServers servers = read("{url: \"http://127.0.0.1:9100/mcp\"}");
        assertThat(List.of("mcp:crm/find", "mcp:crm/*")).allMatch(servers::hasServerOf);
        assertThat(List.of("mcp:crm", "mcp:erp/find", "mcp:", "mcp:/", "crm/find"))
                .noneMatch(servers::hasServerOf);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {command: npx, args: [evil]}                          | mcp.yaml:2: servers.crm: required property 'url' not found
            {url: "http://127.0.0.1/mcp", command: sh}            | unknown key 'command' in servers.crm; expected url, headers, timeout
            {headers: {}}                                         | servers.crm: required property 'url' not found
            {url: "file:///etc/passwd"}                           | servers.crm.url: does not match
            {url: "http:///mcp"}                                  | must begin with http:// or https:// and a host, without a user.
            {url: "http://me:secret@127.0.0.1/mcp"}               | must begin with http:// or https:// and a host, without a user.
            {url: "http://a b/mcp"}                               | is no URL
            {url: "http://127.0.0.1/mcp", timeout: soon}          | servers.crm.timeout: does not match
            {url: "http://127.0.0.1/mcp", result: 0}              | servers.crm.result: must have a minimum value of 1
            {url: "http://127.0.0.1/mcp", tools: {x: {effect: harmless}}} | servers.crm.tools.x.effect: does not have a value in the enumeration
            """)
    void complainsAboutWhatCannotBe(String server, String complaint) {
        assertThatThrownBy(() -> read(server))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("secret");
    }

    private McpServers read(String server) throws IOException {
        Files.writeString(mine.resolve("mcp.yaml"), "servers:\n  crm: " + server + "\n");
        return McpServers.of(ConfigFiles.of(
                new Home(mine.resolve("data"), List.of(), List.of(), List.of(SHIPPED, mine)), new MockEnvironment()));
    }
}
