package io.tutti.command.work;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "dead-letters", description = "List the tasks that ran out of ways, with the reason.")
final class DeadLetters implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    DeadLetters(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var answer = hub.client(terminal).get("/api/dead-letters", Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("ID", "SINCE", "FLOW", "STEP", "KIND", "REASON");
        answer.entries().forEach(letter -> table.row(
                Fields.text(letter, "id"),
                Fields.time(letter, "createdAt"),
                Fields.text(letter, "flow"),
                Fields.text(letter.path("error"), "step"),
                Fields.text(letter.path("error"), "kind"),
                Fields.text(letter.path("error"), "message")));
        table.printOr("No dead letters.", terminal);
    }
}
