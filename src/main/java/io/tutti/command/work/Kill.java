package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "kill",
        description = "Stop a model, tool, agent, flow or tenant on all hubs, or list what is stopped.",
        footer = {
            "",
            "  kill                               what is stopped",
            "  kill model gpt --reason \"it lies\"  stop it",
            "  kill model gpt --off               let it work again"
        })
final class Kill implements Runnable {

    private static final String PATH = "/api/kill-switches";

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "model, tool, agent, flow or tenant")
    private @Nullable String kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Whose.")
    private @Nullable String name;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; others will read it.")
    private @Nullable String reason;

    @Option(names = "--off", description = "Let it work again.")
    private boolean off;

    Kill(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (kind == null) {
            list();
            return;
        }
        if (name == null) {
            throw new WrongUsage("Name what is to be stopped, for example `kill model gpt --reason TEXT`.");
        }
        String path = HubClient.path("api", "kill-switches", kind) + HubClient.path(name.split("/"));
        if (off) {
            hub.client(terminal).delete(path);
            terminal.print("The " + kind + " '" + name + "' works again.");
            return;
        }
        if (reason == null) {
            throw new WrongUsage("Say why with --reason TEXT; others will read it.");
        }
        var answer = hub.client(terminal)
                .put(path, JsonNodeFactory.instance.objectNode().put("reason", reason));
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("The " + kind + " '" + name + "' is stopped on all hubs.");
    }

    private void list() {
        var answer = hub.client(terminal).get(PATH, Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("KIND", "NAME", "BY", "SINCE", "REASON");
        for (JsonNode each : answer.json()) {
            table.row(
                    Fields.text(each, "kind"),
                    Fields.text(each, "name"),
                    Fields.text(each, "by"),
                    Fields.text(each, "at"),
                    Fields.text(each, "reason"));
        }
        table.printOr("Nothing is stopped.", terminal);
    }
}
