package io.tutti.command.work;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "costs", description = "Add up what calls of models cost, in US dollars.")
final class Costs implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "day",
            description = "tenant, principal, flow, pool, model or day (the default).")
    private String by = "day";

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day, in UTC; 29 days before the last when left out.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day, in UTC; today when left out.")
    private @Nullable String to;

    Costs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("by", by);
        if (from != null) {
            query.put("from", from);
        }
        if (to != null) {
            query.put("to", to);
        }
        var answer = hub.client(terminal).get("/api/costs", query);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table(by.toUpperCase(Locale.ROOT), "USD", "CALLS", "INPUT", "CACHED", "OUTPUT", "ESTIMATED");
        answer.entries()
                .forEach(sum -> table.row(
                        Fields.text(sum, by),
                        Fields.text(sum, "usd"),
                        Fields.text(sum, "calls"),
                        Fields.text(sum, "inputTokens"),
                        Fields.text(sum, "cachedInputTokens"),
                        Fields.text(sum, "outputTokens"),
                        Fields.text(sum, "estimatedCalls")));
        table.printOr("No calls of models.", terminal);
    }
}
