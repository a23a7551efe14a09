package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mcp",
        description = "List the tools of the MCP servers in mcp.yaml, or show, approve and revoke one.",
        footer = {
            "",
            "  mcp                            what the servers list, and its state",
            "  mcp show crm/find              all that models are told of it",
            "  mcp approve crm/find --digest D",
            "                                 let it be called as long as it stays so",
            "  mcp revoke crm/find            let it be called no more"
        })
final class Mcp implements Runnable {

    private static final String PATH = "/api/mcp";
    private static final String TOOL = "SERVER/TOOL";

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    Mcp(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Answer answer = hub.client(terminal).get(PATH, Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("TOOL", "STATE", "EFFECT", "APPROVED BY", "WHAT IT SAYS");
        var problems = new Facts();
        for (JsonNode server : answer.json()) {
            String name = Fields.text(server, "server");
            problems.add(name, Fields.text(server, "problem"));
            server.path("tools").forEach(tool -> table.row(row(name, tool)));
        }
        table.printOr("No server in mcp.yaml lists a tool.", terminal);
        problems.print(terminal);
    }

    private static String[] row(String server, JsonNode tool) {
        String problem = Fields.text(tool, "problem");
        return new String[] {
            server + "/" + Fields.text(tool, "tool"),
            Fields.text(tool, "state"),
            Fields.text(tool, "effect"),
            Fields.text(tool, "approvedBy"),
            problem.isEmpty() ? Fields.text(tool.path("definition"), "description") : problem
        };
    }

    @Command(name = "show", description = "Show all that a server says of a tool, which is what models are told.")
    void show(@Parameters(paramLabel = TOOL, description = "As `mcp` lists it.") String name) {
        JsonNode tool = find(name);
        if (hub.json()) {
            terminal.json(tool.toString());
            return;
        }
        new Facts()
                .add("Tool", name)
                .add("State", Fields.text(tool, "state"))
                .add("Problem", Fields.text(tool, "problem"))
                .add(
                        "Effect",
                        Fields.text(tool, "effect") + (tool.path("outside").asBoolean() ? ", outside" : ""))
                .add("Approved by", Fields.text(tool, "approvedBy"))
                .add("Approved at", Fields.text(tool, "approvedAt"))
                .add("Digest", Fields.text(tool, "digest"))
                .print(terminal);
        boolean changed = Fields.text(tool, "state").equals("changed");
        if (changed) {
            terminal.print("Approved was:");
            terminal.json(tool.path("approved").toPrettyString());
        }
        terminal.print(changed ? "The server says now:" : "The server says:");
        terminal.json(tool.path("definition").toPrettyString());
    }

    @Command(name = "approve", description = "Let a tool be called, as long as its server describes it like this.")
    void approve(
            @Parameters(paramLabel = TOOL, description = "As `mcp` lists it.") String name,
            @Option(names = "--digest", required = true, paramLabel = "DIGEST", description = "As `mcp show` tells it.")
                    String digest) {
        Answer answer = hub.client(terminal)
                .put(path(name), JsonNodeFactory.instance.objectNode().put("digest", digest));
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("Tool mcp:" + name + " may be called by whoever may use it.");
    }

    @Command(name = "revoke", description = "Let a tool be called no more.")
    void revoke(@Parameters(paramLabel = TOOL, description = "As `mcp` lists it.") String name) {
        Answer answer = hub.client(terminal).delete(path(name));
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("Tool mcp:" + name + " is called no more.");
    }

    private JsonNode find(String name) {
        String[] parts = parts(name);
        for (JsonNode server : hub.client(terminal).get(PATH, Map.of()).json()) {
            if (Fields.text(server, "server").equals(parts[0])) {
                for (JsonNode tool : server.path("tools")) {
                    if (Fields.text(tool, "tool").equals(parts[1])) {
                        return tool;
                    }
                }
            }
        }
        throw new WrongUsage("No server lists a tool " + name + "; `mcp` tells which there are.");
    }

    private static String path(String name) {
        String[] parts = parts(name);
        return HubClient.path("api", "mcp", parts[0], parts[1]);
    }

    private static String[] parts(String name) {
        String[] parts = name.split("/", 2);
        if (parts.length < 2) {
            throw new WrongUsage("Name the tool with its server, for example crm/find_customer.");
        }
        return parts;
    }
}
