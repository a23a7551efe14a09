package io.tutti.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.mcp.McpServers;
import io.tutti.tool.ToolsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads the files in {@code config/agents}. */
final class AgentReader {

    private static final String FOLDER = "agents";
    private static final int MOST_ROUNDS = 100;
    private static final int MOST_TOOL_CALLS = 1000;
    private static final int ROUNDS = 10;
    private static final int TOOL_CALLS = 32;
    private static final int HANDOFFS = 5;
    private static final int MOST_HANDOFFS = 100;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final ToolsFile tools;
    private final McpServers servers;
    private final Predicate<String> pools;

    private AgentReader(ToolsFile tools, McpServers servers, Predicate<String> pools) {
        this.tools = tools;
        this.servers = servers;
        this.pools = pools;
    }

    /**
     * Reads them all, by name.
     *
     * @param tools which tools a model can be told of
     * @param servers which MCP servers there are
     * @param pools which pools there are
     * @throws WrongSetting about the first value that is impossible
     */
    static Map<String, AgentEntry> read(
            ConfigFiles files, ToolsFile tools, McpServers servers, Predicate<String> pools) {
        AgentReader reader = new AgentReader(tools, servers, pools);
        Map<String, AgentEntry> agents = new TreeMap<>();
        Map<String, JsonNode> contents = files.readFolder(FOLDER);
        contents.forEach((name, content) -> agents.put(name, reader.read(name, content, contents.keySet())));
        return agents;
    }

    private AgentEntry read(String name, JsonNode content, Set<String> names) {
        Path file = Path.of("config", FOLDER, name + ".yaml");
        Setting root = new Setting(
                content, "", (pointer, expected) -> new WrongSetting(file, 0, pointer.substring(1) + " " + expected));
        if (!root.text("name", "").equals(name)) {
            throw root.at("name").wrong("is '" + root.text("name", "") + "'; expected the file's, '" + name + "'.");
        }
        String pool = root.text("pool", "default");
        if (!pools.test(pool)) {
            throw root.at("pool").wrong("is '" + pool + "', which models.yaml does not have.");
        }
        if (root.at("memory").isPresent()) {
            throw root.at("memory").wrong("is not in this version; remove it.");
        }
        Setting limits = root.at("limits");
        return new AgentEntry(
                name,
                root.text("description", ""),
                root.text("instructions", ""),
                pool,
                tools(root.at("tools")),
                root.at("allow-tainted").texts(),
                handoffs(name, root.at("handoffs"), names),
                limits.whole("rounds", ROUNDS, 1, MOST_ROUNDS),
                limits.whole("tool-calls", TOOL_CALLS, 0, MOST_TOOL_CALLS),
                limits.whole("handoffs", HANDOFFS, 0, MOST_HANDOFFS),
                limits.duration("deadline", DEADLINE));
    }

    private static List<String> handoffs(String agent, Setting list, Set<String> names) {
        List<String> targets = list.texts();
        for (String target : targets) {
            if (target.equals(agent) || !target.equals(AgentHandoffs.PERSON) && !names.contains(target)) {
                throw list.wrong("has '" + target + "'; expected person, or another agent of config/agents.");
            }
        }
        return targets;
    }

    private List<String> tools(Setting list) {
        List<String> names = list.texts();
        for (String name : names) {
            if (name.startsWith(McpServers.PREFIX)) {
                if (!servers.hasServerOf(name)) {
                    throw list.wrong("has '" + name + "'; expected mcp:server/tool with a server of mcp.yaml.");
                }
            } else if (!name.endsWith("*") && !tools.hasParameters(name)) {
                throw list.wrong("has '" + name + "', whose parameters tools.yaml does not describe; a model cannot be"
                        + " told how to call it.");
            }
        }
        return names;
    }
}
