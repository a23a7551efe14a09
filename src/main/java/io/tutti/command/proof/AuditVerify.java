package io.tutti.command.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "verify", description = "Check that no audit record was changed or removed; exit 1 if one was.")
final class AuditVerify implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--offline", description = "Read the database of a stopped hub; --data says where it is.")
    private boolean offline;

    AuditVerify(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = offline ? stoppedHub().verify() : hub.client(terminal).get("/api/audit/verify", Map.of());
        var found = answer.json();
        boolean intact = found.path("intact").asBoolean(false);
        if (hub.json()) {
            terminal.json(answer.text());
        } else {
            terminal.print(intact ? "The audit trail is intact." : "The audit trail is BROKEN.");
            new Facts()
                    .add("Records", Fields.text(found, "records"))
                    .add("Unsealed", Fields.text(found, "unsealed"))
                    .add("Head", Fields.text(found, "head"))
                    .add("First broken", firstBroken(found.path("firstBroken")))
                    .print(terminal);
        }
        return intact ? 0 : 1;
    }

    private StoppedHub stoppedHub() {
        return new StoppedHub(hub.data(), hub.secret("audit.key", "name the hub's data directory by --data"));
    }

    private static String firstBroken(JsonNode fault) {
        if (!fault.isObject()) {
            return fault.isNull() ? "" : fault.asText("");
        }
        String kind = Fields.text(fault, "kind").toLowerCase(Locale.ROOT).replace('_', ' ');
        return "record " + Fields.text(fault, "seq") + ", " + kind;
    }
}
