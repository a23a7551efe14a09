package io.tutti.mcp;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.tool.Effect;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What {@code config/mcp.yaml} says. Immutable. */
@Component
public final class McpServers {

    /** What the names of the tools of MCP servers begin with; then come the server's, a slash, and the tool's. */
    public static final String PREFIX = "mcp:";

    private static final String FILE = "mcp";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RESULT = 100_000;
    private static final int LARGEST_RESULT = 1_000_000;

    private final Map<String, Entry> byName = new TreeMap<>();

    /** @throws WrongSetting about the first value that is impossible */
    McpServers(ConfigFiles config) {
        Setting root = new Setting(config.read(FILE), "", (pointer, expected) -> config.wrong(FILE, pointer, expected));
        root.at("servers").entries().forEach((name, server) -> byName.put(name, entry(name, server)));
    }

    /**
     * Reads the file; for use without a running hub.
     *
     * @throws WrongSetting about the first value that would stop the start
     */
    public static McpServers of(ConfigFiles config) {
        return new McpServers(config);
    }

    /**
     * A server.
     *
     * @param name that its tools have before the slash
     * @param url where it answers
     * @param headers that each request carries
     * @param timeout for one answer
     * @param result the most characters that a tool may answer with
     * @param isOutside whether its tools' arguments leave the company, where {@code tools} does not say otherwise
     * @param tools what is known of its tools, by name
     */
    record Entry(
            String name,
            URI url,
            Map<String, String> headers,
            Duration timeout,
            int result,
            boolean isOutside,
            Map<String, Known> tools) {

        /** What the file says of a tool; the safest when it says nothing. */
        Known known(String tool) {
            return tools.getOrDefault(tool, new Known(Effect.AT_MOST_ONCE, isOutside));
        }
    }

    /** What the file says of a tool: what calls do to the world, and whether their arguments leave the company. */
    record Known(Effect effect, boolean isOutside) {}

    /** Whether the tool, or all tools that {@code name} with a star at its end stands for, are of a server in the file. */
    public boolean hasServerOf(String name) {
        return name.startsWith(PREFIX) && name.contains("/") && find(name).isPresent();
    }

    /** The server of the tool {@code mcp:server/tool}. */
    Optional<Entry> find(String tool) {
        String rest = tool.substring(PREFIX.length());
        return Optional.ofNullable(byName.get(rest.substring(0, Math.max(0, rest.indexOf('/')))));
    }

    Collection<Entry> all() {
        return byName.values();
    }

    private static Entry entry(String name, Setting server) {
        Map<String, String> headers = new HashMap<>();
        server.at("headers")
                .entries()
                .forEach((header, value) -> headers.put(header, value.node().asText()));
        boolean isOutside = flag(server, "outside", true);
        Map<String, Known> tools = new HashMap<>();
        server.at("tools")
                .entries()
                .forEach((tool, said) -> tools.put(
                        tool, new Known(Effect.of(said.text("effect", "")), flag(said, "outside", isOutside))));
        return new Entry(
                name,
                url(server.at("url")),
                headers,
                server.duration("timeout", TIMEOUT),
                server.whole("result", RESULT, 1, LARGEST_RESULT),
                isOutside,
                tools);
    }

    private static boolean flag(Setting at, String key, boolean otherwise) {
        return at.at(key).isPresent() ? at.flag(key) : otherwise;
    }

    private static URI url(Setting url) {
        try {
            URI uri = URI.create(url.node().asText());
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw url.wrong("is no URL.");
        }
        throw url.wrong("must begin with http:// or https:// and a host, without a user.");
    }
}
