package io.tutti.command.work;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "budgets", description = "List the budgets of which something was spent, and what is left of each.")
final class Budgets implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    Budgets(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var answer = hub.client(terminal).get("/api/budgets", Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table =
                new Table("SCOPE", "NAME", "PER", "UNIT", "LIMIT", "SPENT", "IN DOUBT", "RESERVED", "LEFT", "UNTIL");
        answer.entries()
                .forEach(budget -> table.row(
                        Fields.text(budget, "scope"),
                        Fields.text(budget, "name"),
                        Fields.text(budget, "per"),
                        Fields.text(budget, "unit"),
                        Fields.text(budget, "limit"),
                        Fields.text(budget, "spent"),
                        Fields.text(budget, "inDoubt"),
                        Fields.text(budget, "reserved"),
                        Fields.text(budget, "left"),
                        Fields.text(budget, "until")));
        table.printOr("No budget has been used.", terminal);
    }
}
