package io.tutti.command.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Print audit records as JSON lines, oldest first.")
final class AuditExport implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--task", paramLabel = "ID", description = "Only records of this task.")
    private @Nullable String task;

    @Option(names = "--principal", paramLabel = "NAME", description = "Only what this principal asked for.")
    private @Nullable String principal;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only this action, for example model.called.")
    private @Nullable String action;

    @Option(names = "--after", paramLabel = "SEQ", description = "Only records after this one.")
    private @Nullable String after;

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
        query.put("after", after);
        List<JsonNode> page = client.get("/api/audit", query).entries();
        while (!page.isEmpty()) {
            page.forEach(record -> terminal.json(record.toString()));
            String last = Fields.text(page.getLast(), "seq");
            if (last.isEmpty() || last.equals(query.get("after"))) {
                return;
            }
            query.put("after", last);
            page = client.get("/api/audit", query).entries();
        }
    }
}
