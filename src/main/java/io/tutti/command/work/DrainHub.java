package io.tutti.command.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "drain", description = "Let the hub take no new work and finish what it runs, before a restart.")
final class DrainHub implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--off", description = "Let it take work again.")
    private boolean off;

    DrainHub(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var body = JsonNodeFactory.instance.objectNode().put("on", !off);
        var answer = hub.client(terminal).post("/api/hub/drain", body);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print(
                off
                        ? "The hub takes work."
                        : "The hub takes no new work; tasks that still run: %d."
                                .formatted(answer.json().path("running").asInt()));
    }
}
