package io.tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.mcp.McpServers;
import io.tutti.tool.ToolsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** Files in {@code config/agents}, with the tools that are shipped. */
class AgentReaderTests {

    private static final Path SHIPPED = Path.of("config").toAbsolutePath();

    @TempDir
    private Path mine;

    @Test
    void readsAnAgentWithItsDefaults() throws Exception {
        AgentEntry desk = read("name: desk\ndescription: Helps.\ninstructions: Help.\ntools: [find-order, 'open-*']\n")
                .get("desk");
        assertThat(desk.pool()).isEqualTo("default");
        assertThat(desk.tools()).containsExactly("find-order", "open-*");
        assertThat(desk.allowTainted()).isEmpty();
        assertThat(desk.rounds()).isEqualTo(10);
        assertThat(desk.toolCalls()).isEqualTo(32);
        assertThat(desk.deadline()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: other                        | desk.yaml: name is 'other'; expected the file's, 'desk'.
            pool: dear                         | desk.yaml: pool is 'dear', which models.yaml does not have.
            tools: [no-such-tool]              | desk.yaml: tools has 'no-such-tool', whose parameters tools.yaml does not describe
            tools: ['mcp:crm/*']               | desk.yaml: tools has 'mcp:crm/*'; expected mcp:server/tool with a server of mcp.yaml.
            memory: {window: 4}                | desk.yaml: memory is not in this version; remove it.
            handoffs: [person, nobody]         | desk.yaml: handoffs has 'nobody'; expected person, or another agent of config/agents.
            handoffs: [desk]                   | desk.yaml: handoffs has 'desk'; expected person, or another agent of config/agents.
            limits: {rounds: 0}                | desk.yaml:4: limits.rounds: must have a minimum value of 1
            limits: {deadline: soon}           | desk.yaml:4: limits.deadline: does not match
            colour: red                        | desk.yaml:
            """)
    void complainsAboutWhatCannotBe(String line, String complaint) {
        String name = line.startsWith("name:") ? line : "name: desk\n" + line;
        assertThatThrownBy(() -> read("description: Helps.\ninstructions: Help.\n" + name + "\n"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(complaint);
    }

    private Map<String, AgentEntry> read(String content) throws IOException {
        Files.createDirectories(mine.resolve("agents"));
        Files.writeString(mine.resolve("agents/desk.yaml"), content);
        ConfigFiles files = ConfigFiles.of(
                new Home(mine.resolve("data"), List.of(), List.of(), List.of(SHIPPED, mine)), new MockEnvironment());
        return AgentReader.read(files, ToolsFile.check(files), McpServers.of(files), "default"::equals);
    }
}
