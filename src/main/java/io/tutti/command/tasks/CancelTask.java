package io.tutti.command.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Cancel a task; what its steps did stays done.")
final class CancelTask implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "ID", description = "The task.")
    private String id = "";

    CancelTask(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var body = JsonNodeFactory.instance.objectNode();
        var answer = hub.client(terminal).post(HubClient.path("api", "tasks", id, "cancel"), body);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("Cancelled task " + id + ".");
    }
}
