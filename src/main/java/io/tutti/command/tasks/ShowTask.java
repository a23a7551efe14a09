package io.tutti.command.tasks;

import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "task", description = "Show one task and its journal.")
final class ShowTask implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "ID", description = "The task.")
    private String id = "";

    @Option(names = "--journal", description = "Only the journal; with --json, the journal instead of the task.")
    private boolean journal;

    ShowTask(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var client = hub.client(terminal);
        if (hub.json()) {
            String path = journal ? HubClient.path("api", "tasks", id, "journal") : HubClient.path("api", "tasks", id);
            terminal.json(client.get(path, Map.of()).text());
            return;
        }
        if (!journal) {
            TaskPage.printAll(
                    client.get(HubClient.path("api", "tasks", id), Map.of()).json(), terminal);
            terminal.blank();
            terminal.print("Journal");
        }
        TaskPage.printJournal(
                client.get(HubClient.path("api", "tasks", id, "journal"), Map.of())
                        .entries(),
                terminal);
    }
}
