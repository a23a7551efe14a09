package io.tutti.command.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.hub.TextOrJson;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "redrive",
        description = "Run a dead letter again from where it failed, or all of them.",
        customSynopsis = {
            "java -jar tutti.jar redrive [OPTIONS] ID [--from KEY] [--input INPUT [--as FORM]] [--pool P]",
            "       java -jar tutti.jar redrive [OPTIONS] --all [--flow F] [--rate N]"
        })
final class Redrive implements Runnable {

    /** The hub answers when the last one is on its way, at the rate that was asked for. */
    private static final Duration PATIENCE_FOR_ALL = Duration.ofHours(1);

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The dead letter.")
    private @Nullable String id;

    @Option(names = "--from", paramLabel = "KEY", description = "Start at this journal key; default: the failed one.")
    private @Nullable String from;

    @Option(
            names = "--input",
            paramLabel = "INPUT",
            description = "Another input: a text, @FILE or - for what is piped in.")
    private @Nullable String input;

    @Option(
            names = "--as",
            defaultValue = "text",
            paramLabel = "FORM",
            description = "INPUT is text (default) or json.")
    private TextOrJson form = TextOrJson.TEXT;

    @Option(names = "--pool", paramLabel = "P", description = "The pool that its model calls use; default: as before.")
    private @Nullable String pool;

    @Option(names = "--all", description = "All dead letters.")
    private boolean all;

    @Option(names = "--flow", paramLabel = "F", description = "With --all: only those of this flow.")
    private @Nullable String flow;

    @Option(names = "--rate", paramLabel = "N", description = "With --all: at most this many a second; default: 10.")
    private @Nullable Double rate;

    Redrive(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (all == (id != null)) {
            throw new WrongUsage("Name one dead letter by its ID, or all of them by --all.");
        }
        var answer = id == null ? redriveAll() : redrive(id);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print(id == null ? many(answer) : "Redriven: task " + Fields.text(answer.json(), "id") + " goes on.");
    }

    private Answer redrive(String letter) {
        if (flow != null || rate != null) {
            throw new WrongUsage("--flow and --rate go with --all.");
        }
        var body = JsonNodeFactory.instance.objectNode();
        putIfGiven(body, "from", from);
        if (input != null) {
            body.set("input", form.read(input, terminal));
        }
        putIfGiven(body, "pool", pool);
        return hub.client(terminal).post(HubClient.path("api", "dead-letters", letter, "redrive"), body);
    }

    private Answer redriveAll() {
        if (from != null || input != null || pool != null) {
            throw new WrongUsage("--from, --input and --pool go with one ID.");
        }
        if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new WrongUsage("--rate is a number above 0.");
        }
        var body = JsonNodeFactory.instance.objectNode();
        putIfGiven(body, "flow", flow);
        if (rate != null) {
            body.put("ratePerSecond", rate);
        }
        return hub.client(terminal).post("/api/dead-letters/redrive", Map.of(), body, PATIENCE_FOR_ALL);
    }

    private static void putIfGiven(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private static String many(Answer answer) {
        String count = Fields.text(answer.json(), "redriven");
        return count.isEmpty() ? "The dead letters are being redriven." : "Redriven: " + count + " dead letters.";
    }
}
