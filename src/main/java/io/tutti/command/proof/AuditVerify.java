package io.tutti.command.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.audit.AuditVerifier;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "verify", description = "Check that no audit record was changed or removed; exit 1 if one was.")
final class AuditVerify implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--offline", description = "Read the database of a stopped hub; --data says where it is.")
    private boolean offline;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Also check that the trail is the one of an earlier checkpoint, the last line of this file.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Check a file of `audit export --seals`, or one of data/audit/archive; --data says where the"
                    + " hub's audit.key is.")
    private @Nullable Path export;

    @Option(
            names = "--filtered",
            description = "The export was filtered: say that what it has is genuine, and not that it has all.")
    private boolean filtered;

    @Option(
            names = "--task",
            paramLabel = "ID",
            description = "Check that a task's input, output and calls of models and tools are those that the trail"
                    + " has records of.")
    private @Nullable String task;

    @Spec
    private @Nullable CommandSpec spec;

    AuditVerify(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (task != null) {
            return verifyTask(task);
        }
        String earlier = checkpoint == null ? null : lastLine(checkpoint);
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("checkpoint", earlier);
        Answer answer = export != null
                ? exported(export, earlier)
                : offline ? stoppedHub().verify(earlier) : hub.client(terminal).get("/api/audit/verify", query);
        var found = answer.json();
        boolean intact = found.path("intact").asBoolean(false);
        if (hub.json()) {
            terminal.json(answer.text());
        } else {
            terminal.print(intact ? whole() + " is intact." : whole() + " is BROKEN.");
            new Facts()
                    .add("Records", Fields.text(found, "records"))
                    .add("Unsealed", Fields.text(found, "unsealed"))
                    .add("Head", Fields.text(found, "head"))
                    .add("First broken", firstBroken(found.path("firstBroken")))
                    .print(terminal);
        }
        return intact ? 0 : 1;
    }

    private int verifyTask(String id) {
        if (offline || checkpoint != null || export != null || filtered) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--task asks a running hub about one task; leave out the other options.");
        }
        Answer answer = hub.client(terminal).get(HubClient.path("api", "audit", "verify", id), Map.of());
        JsonNode found = answer.json();
        boolean intact = found.path("intact").asBoolean(false);
        if (hub.json()) {
            terminal.json(answer.text());
        } else {
            terminal.print("Task " + id + (intact ? " is as it was recorded." : " was CHANGED after it was recorded."));
            List<String> changed = new ArrayList<>();
            found.path("changed").forEach(each -> changed.add(each.asText()));
            new Facts()
                    .add("Compared", Fields.text(found, "compared"))
                    .add("Changed", String.join(", ", changed))
                    .print(terminal);
        }
        return intact ? 0 : 1;
    }

    private Answer exported(Path file, @Nullable String earlier) {
        byte[] key = hub.secret("audit.key", "name the hub's data directory by --data")
                .getBytes(StandardCharsets.UTF_8);
        try {
            ObjectNode verdict = new JsonMapper().valueToTree(AuditVerifier.ofExport(file, key, filtered, earlier));
            return new Answer(verdict.toString(), verdict);
        } catch (IOException e) {
            throw new Refused(Reason.NOT_FOUND, file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static String lastLine(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElseThrow(
                            () -> new Refused(Reason.NOT_FOUND, file + " is empty; name a file with a checkpoint."));
        } catch (IOException e) {
            throw new Refused(Reason.NOT_FOUND, file + " cannot be read; name a file with a checkpoint.");
        }
    }

    private StoppedHub stoppedHub() {
        return new StoppedHub(hub.data(), hub.secret("audit.key", "name the hub's data directory by --data"));
    }

    private String whole() {
        return export == null ? "The audit trail" : filtered ? "What the export has" : "The export";
    }

    private static String firstBroken(JsonNode fault) {
        if (!fault.isObject()) {
            return fault.isNull() ? "" : fault.asText("");
        }
        String kind = Fields.text(fault, "kind").toLowerCase(Locale.ROOT).replace('_', ' ');
        return "record " + Fields.text(fault, "seq") + ", " + kind;
    }
}
