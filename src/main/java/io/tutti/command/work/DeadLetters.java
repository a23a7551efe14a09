package io.tutti.command.work;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "dead-letters", description = "List the tasks that ran out of ways, with the reason.")
final class DeadLetters implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--flow", paramLabel = "F", description = "Only those of this flow.")
    private @Nullable String flow;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most this many; default: 50.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only those after this one: the next page.")
    private @Nullable String after;

    DeadLetters(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, @Nullable Object> filter = new HashMap<>();
        filter.put("flow", flow);
        filter.put("limit", limit);
        filter.put("after", after);
        var answer = hub.client(terminal).get("/api/dead-letters", filter);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("ID", "TASK", "SINCE", "FLOW", "STEP", "KIND", "REASON");
        answer.entries()
                .forEach(letter -> table.row(
                        Fields.text(letter, "id"),
                        Fields.text(letter, "task"),
                        Fields.time(letter, "createdAt"),
                        Fields.text(letter, "flow"),
                        Fields.text(letter, "step"),
                        Fields.text(letter, "kind"),
                        Fields.text(letter, "message")));
        table.printOr("No dead letters.", terminal);
    }
}
