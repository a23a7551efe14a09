package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "models", description = "List the models and how they are doing.")
final class Models implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    Models(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var answer = hub.client(terminal).get("/api/models", Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("NAME", "PROVIDER", "MODEL", "STATE", "ABILITIES");
        answer.entries()
                .forEach(model -> table.row(
                        Fields.text(model, "name"),
                        Fields.text(model, "provider"),
                        Fields.text(model, "model"),
                        Fields.text(model, "state"),
                        abilities(model.path("abilities"))));
        table.printOr("No models.", terminal);
    }

    private static String abilities(JsonNode abilities) {
        return abilities.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
