package io.tutti.command.proof;

import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Print audit records, a line of JSON each, oldest first.")
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

    @Option(names = "--after", defaultValue = "0", paramLabel = "SEQ", description = "Only records after this one.")
    private String after = "0";

    @Option(names = "--from", paramLabel = "TIME", description = "Only since then, for example 2026-01-31T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only before then.")
    private @Nullable String to;

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            paramLabel = "FORMAT",
            description = "jsonl or cloudevents; default: jsonl.")
    private String format = "jsonl";

    @Option(
            names = "--seals",
            description = "Whole seals, each after its records, so that `audit verify --export` can check the file;"
                    + " needs --output.")
    private boolean seals;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write into this file, which must not exist; default: print, with control characters escaped.")
    private @Nullable Path output;

    AuditExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (seals && output == null) {
            throw new WrongUsage("--seals needs --output, since what is printed here is no longer as it was sealed.");
        }
        if (output == null) {
            read(terminal::json);
        } else {
            write(output);
        }
    }

    private void write(Path file) {
        if (Files.exists(file)) {
            throw new Refused(Reason.CONFLICT, file + " is there already; name another file.");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var writer = Files.newBufferedWriter(part)) {
                read(line -> append(writer, line));
            }
            Files.move(part, file);
        } catch (IOException | UncheckedIOException e) {
            throw new Refused(Reason.BAD_INPUT, file + " cannot be written: " + e.getMessage() + ".");
        } finally {
            // It is gone already when all went well.
            part.toFile().delete();
        }
        terminal.print("Written: " + file);
    }

    private static void append(Writer writer, String line) {
        try {
            writer.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Consumer<String> lines) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("task", task);
        query.put("principal", principal);
        query.put("action", action);
        query.put("from", from);
        query.put("to", to);
        query.put("after", after);
        query.put("format", format);
        query.put("seals", seals);
        hub.client(terminal).lines("/api/audit/export", query, lines);
    }
}
