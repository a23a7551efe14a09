package io.tutti.command.proof;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Print audit records as JSON lines, oldest first.")
final class AuditExport implements Runnable {

    private static final int PAGE = 1000;

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--task", paramLabel = "ID", description = "Only records of this task.")
    private @Nullable String task;

    @Option(names = "--principal", paramLabel = "NAME", description = "Only what this principal asked for.")
    private @Nullable String principal;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only this action, for example model.called.")
    private @Nullable String action;

    @Option(names = "--after", defaultValue = "0", paramLabel = "SEQ", description = "Only records after this one.")
    private String after = "0";

    AuditExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var client = hub.client(terminal);
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("task", task);
        query.put("principal", principal);
        query.put("action", action);
        query.put("limit", PAGE);
        query.put("after", after);
        var page = client.get("/api/audit", query).entries();
        while (!page.isEmpty()) {
            page.forEach(record -> terminal.json(record.toString()));
            query.put("after", Fields.text(page.getLast(), "seq"));
            page = client.get("/api/audit", query).entries();
        }
    }
}
