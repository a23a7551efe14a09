package io.tutti.command.proof;

import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.routing.OutcomesReport;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description =
                "Learn from graded answers which model is good enough for which prompt, keep the prompts' vectors for"
                        + " the hub's next start, and say how good the choice is on prompts that were left out. Needs no running hub.")
final class RoutingTrain implements Runnable {

    private final Terminal terminal;

    @Option(
            names = "--outcomes",
            required = true,
            paramLabel = "CSV",
            description = "Graded answers: the columns prompt, model and good (1 or 0); the cheapest model first.")
    private Path outcomes = Path.of("");

    @Option(
            names = {"--data", "--tutti.data"},
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The hub's data directory; default: data.")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "Print JSON instead of text for people.")
    private boolean json;

    RoutingTrain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (!Files.isRegularFile(outcomes)) {
            throw new Refused(Reason.NOT_FOUND, outcomes + " is not there; name a file.");
        }
        Path cache = data.resolve("cache").resolve("outcomes-" + outcomes.getFileName() + ".vectors");
        OutcomesPrinter.print(OutcomesReport.crossValidated(outcomes, cache), json, terminal);
    }
}
