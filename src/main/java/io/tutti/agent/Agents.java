package io.tutti.agent;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.ConfigFiles;
import io.tutti.home.WrongSetting;
import io.tutti.mcp.McpServers;
import io.tutti.model.Models;
import io.tutti.tool.ToolsFile;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The agents that there are. Immutable. */
@Component
public final class Agents {

    /** What their names begin with where they stand beside pools and flows, and in permissions. */
    public static final String PREFIX = "agent:";

    private final Map<String, AgentEntry> byName;

    /** @throws WrongSetting when a file in {@code config/agents} says something impossible */
    Agents(ConfigFiles files, ToolsFile tools, McpServers servers, Models models) {
        this.byName = AgentReader.read(files, tools, servers, models::isPool);
    }

    /**
     * Complains about what is wrong in {@code config/agents}, {@code tools.yaml} and {@code mcp.yaml}.
     *
     * @param pools which pools there are
     * @throws WrongSetting about the first value that would stop the start
     */
    public static void check(ConfigFiles files, Predicate<String> pools) {
        AgentReader.read(files, ToolsFile.check(files), McpServers.of(files), pools);
    }

    /** Their names, in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** @throws Refused when there is no agent of this name */
    public void requireName(String name) {
        require(name);
    }

    /** @throws Refused when there is no agent of this name */
    AgentEntry require(String name) {
        AgentEntry found = byName.get(name);
        if (found == null) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Agent '%s' was asked for; config/agents has %s.".formatted(name, byName.keySet()));
        }
        return found;
    }
}
