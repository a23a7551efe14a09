package io.tutti.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.egress.Egress;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.SteadyClock;
import io.tutti.tool.ToolSource;
import io.tutti.tool.ToolTable.Offer;
import io.tutti.tool.ToolTraits;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The tools of MCP servers. A person approves a tool's definition, name, texts and schemas, which is kept: models are told
 * of that one, and the tool is called as long as its server lists the same. Thread-safe.
 */
@Component
public final class McpTools implements ToolSource, DisposableBean {

    /** How long a server's list counts for calls. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final McpServers servers;
    private final Map<String, McpConnection> connections = new TreeMap<>();
    /** Of definitions that people approved, so that there are few. */
    private final Map<Described, ToolTraits> traits = new ConcurrentHashMap<>();

    private final JdbcMcpTools rows;
    private final AuditTrail audit;
    private final Commits commits;
    private final Clock clock;

    private record Described(String tool, String definition) {}

    McpTools(
            McpServers servers,
            JdbcMcpTools rows,
            AuditTrail audit,
            Commits commits,
            Egress egress,
            Clock clock,
            SteadyClock steady) {
        this.servers = servers;
        this.rows = rows;
        this.audit = audit;
        this.commits = commits;
        this.clock = clock;
        servers.all().forEach(server -> connections.put(server.name(), new McpConnection(server, egress, steady)));
    }

    /** The servers in {@code mcp.yaml}, in order. */
    public List<String> serverNames() {
        return List.copyOf(connections.keySet());
    }

    /**
     * What a server lists now and what of it is approved, by name.
     *
     * @throws Refused when there is no such server
     * @throws io.tutti.failure.Unavailable when it does not answer
     * @throws InterruptedException when the thread is to stop
     */
    public List<McpToolState> look(String server) throws InterruptedException {
        McpConnection connection = connection(server);
        Map<String, McpTool> listed = connection.tools(Duration.ZERO);
        Map<String, JdbcMcpTools.Approved> approved = rows.all(server);
        Map<String, McpToolState> states = new TreeMap<>();
        listed.forEach((name, tool) ->
                states.put(name, McpToolState.of(connection.server(), tool, Optional.ofNullable(approved.get(name)))));
        approved.forEach(
                (name, one) -> states.computeIfAbsent(name, gone -> McpToolState.gone(connection.server(), one)));
        return List.copyOf(states.values());
    }

    /**
     * Lets a tool be called, in place of what was approved of it before.
     *
     * @param digest of the definition that the approver has seen
     * @throws Refused when the server lists no such tool, with another definition, or with one that cannot be used
     * @throws io.tutti.failure.Unavailable when the server does not answer
     * @throws InterruptedException when the thread is to stop
     */
    public McpToolState approve(String server, String tool, String digest, String principal, String tenant)
            throws InterruptedException {
        McpConnection connection = connection(server);
        McpTool listed = connection.tools(Duration.ZERO).get(tool);
        if (listed == null) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Tool '%s' of MCP server '%s' was to be approved; the server lists no such tool."
                            .formatted(tool, server));
        }
        if (listed.problem() != null) {
            throw new Refused(
                    Reason.UNFIT,
                    "Tool '%s' of MCP server '%s' was to be approved, and cannot be called: %s"
                            .formatted(tool, server, listed.problem()));
        }
        if (!listed.digest().equals(digest)) {
            throw new Refused(
                    Reason.CONFLICT,
                    "Tool '%s' of MCP server '%s' was to be approved with the digest %s; it has %s now. Look at it again: `mcp show %s/%s`."
                            .formatted(tool, server, digest, listed.digest(), server, tool));
        }
        var approved =
                new JdbcMcpTools.Approved(listed, principal, clock.instant().truncatedTo(ChronoUnit.MICROS));
        commits.commit(List.of(
                JdbcMcpTools.delete(server, tool),
                JdbcMcpTools.insert(server, approved),
                event(server, tool, principal, tenant, Map.of("approved", true, "digest", digest))));
        return McpToolState.of(connection.server(), listed, Optional.of(approved));
    }

    /**
     * Lets a tool be called no more.
     *
     * @throws Refused when there is no such server, or nobody had approved it
     */
    public void revoke(String server, String tool, String principal, String tenant) {
        connection(server);
        if (rows.find(server, tool).isEmpty()) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Tool '%s' of MCP server '%s' was to be approved no more; nobody had approved it."
                            .formatted(tool, server));
        }
        commits.commit(List.of(
                JdbcMcpTools.delete(server, tool), event(server, tool, principal, tenant, Map.of("approved", false))));
    }

    private Write event(String server, String tool, String principal, String tenant, Map<String, Object> detail) {
        return audit.record(new AuditEvent(
                AuditAction.MCP_TOOL_APPROVED,
                null,
                principal,
                tenant,
                McpServers.PREFIX + server + "/" + tool,
                detail));
    }

    @Override
    public boolean owns(String tool) {
        return tool.startsWith(McpServers.PREFIX);
    }

    @Override
    public ToolTraits traits(String tool) {
        String name = name(tool);
        return servers.find(tool)
                .map(server -> rows.find(server.name(), name)
                        .map(one -> traits.computeIfAbsent(
                                new Described(tool, one.tool().definition()),
                                described -> traits(server.known(name), described.definition())))
                        .orElseGet(() -> new ToolTraits(
                                server.known(name).effect(), server.known(name).isOutside(), null, null)))
                .orElse(ToolTraits.UNKNOWN);
    }

    private static ToolTraits traits(McpServers.Known known, String definition) {
        JsonNode described = McpTool.read(definition);
        return new ToolTraits(
                known.effect(),
                known.isOutside(),
                described.path("inputSchema"),
                McpTool.schemaOf(described).orElse(null));
    }

    @Override
    public List<Offer> offers() {
        return connections.keySet().stream()
                .flatMap(server -> rows.all(server).values().stream().map(one -> offer(server, one.tool())))
                .toList();
    }

    private static Offer offer(String server, McpTool tool) {
        JsonNode definition = McpTool.read(tool.definition());
        return new Offer(
                McpServers.PREFIX + server + "/" + tool.name(),
                server + "__" + tool.name(),
                definition.path("description").asText(""),
                definition.path("inputSchema"));
    }

    /** Asks the server for its list, unless it did so less than 10 seconds ago. */
    @Override
    public void require(String tool) throws InterruptedException {
        String name = name(tool);
        String server = servers.find(tool)
                .map(McpServers.Entry::name)
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Tool '%s' was asked for; config/mcp.yaml has the servers %s.".formatted(tool, serverNames())));
        McpTool approved = rows.find(server, name)
                .map(JdbcMcpTools.Approved::tool)
                .orElseThrow(() -> refused(tool, server, name, "nobody has approved it"));
        McpTool listed = connection(server).tools(FRESH).get(name);
        if (listed == null) {
            throw refused(tool, server, name, "its server lists it no more");
        }
        if (listed.problem() != null) {
            throw refused(tool, server, name, "it cannot be called: " + listed.problem());
        }
        if (!listed.definition().equals(approved.definition())) {
            throw refused(tool, server, name, "its server has changed what it says of it since it was approved");
        }
    }

    private static Refused refused(String tool, String server, String name, String why) {
        return new Refused(
                Reason.NOT_PERMITTED,
                "Tool '%s' was asked for, and %s. Look at it with `java -jar target/tutti.jar mcp show %s/%s`, and approve it if it is good."
                        .formatted(tool, why, server, name));
    }

    @Override
    public String endpoint() {
        return "call-mcp";
    }

    /** The way to the server of a tool that {@link #require} let through. */
    McpConnection connectionOf(String tool) {
        return connection(servers.find(tool).map(McpServers.Entry::name).orElse(""));
    }

    static String name(String tool) {
        return tool.substring(tool.indexOf('/') + 1);
    }

    private McpConnection connection(String server) {
        McpConnection found = connections.get(server);
        if (found == null) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "MCP server '%s' was asked for; config/mcp.yaml has %s.".formatted(server, serverNames()));
        }
        return Objects.requireNonNull(found);
    }

    @Override
    public void destroy() {
        connections.values().forEach(McpConnection::close);
    }
}
