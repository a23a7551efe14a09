package io.tutti.command.proof;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "verify", description = "Check that no audit record was changed or removed; exit 1 if one was.")
final class AuditVerify implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    AuditVerify(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = hub.client(terminal).get("/api/audit/verify", Map.of());
        var found = answer.json();
        boolean intact = found.path("intact").asBoolean(false);
        if (hub.json()) {
            terminal.json(answer.text());
        } else {
            terminal.print(intact ? "The audit trail is intact." : "The audit trail is BROKEN.");
            new Facts()
                    .add("Records", Fields.text(found, "records"))
                    .add("Head", Fields.text(found, "head"))
                    .add("First broken", Fields.text(found, "firstBroken"))
                    .print(terminal);
        }
        return intact ? 0 : 1;
    }
}
