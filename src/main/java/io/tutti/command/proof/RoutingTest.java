package io.tutti.command.proof;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.routing.OutcomesReport;
import io.tutti.routing.RoutingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "test",
        description =
                "Route labelled messages and count what went where. Needs no running hub. Rows labelled 'none' are "
                        + "out of scope: they should find no intent. With --outcomes: choose models for graded prompts.")
final class RoutingTest implements Runnable {

    private final Terminal terminal;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Subject subject = new Subject();

    private static final class Subject {

        @Option(names = "--intents", paramLabel = "F", description = "The intents file.")
        private @Nullable Path intents;

        @Option(
                names = "--outcomes",
                paramLabel = "CSV",
                description = "Graded answers to learn from: the columns prompt, model and good (1 or 0).")
        private @Nullable Path outcomes;
    }

    @Option(
            names = "--data",
            required = true,
            paramLabel = "CSV",
            description = "Messages: the columns text and category; or graded answers as in --outcomes.")
    private Path messages = Path.of("");

    @Option(names = "--json", description = "Print JSON instead of text for people.")
    private boolean json;

    RoutingTest(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        requireFile(messages);
        if (subject.outcomes != null) {
            requireFile(subject.outcomes);
            OutcomesPrinter.print(OutcomesReport.evaluate(subject.outcomes, messages), json, terminal);
            return;
        }
        Path intents = Objects.requireNonNull(subject.intents, "picocli asks for one of the two");
        requireFile(intents);
        var report = RoutingReport.evaluate(intents, messages);
        if (json) {
            terminal.json(new JsonMapper().valueToTree(report).toString());
            return;
        }
        print(report);
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refused(Reason.NOT_FOUND, file + " is not there; name a file.");
        }
    }

    private void print(RoutingReport report) {
        new Facts()
                .add("Messages", String.valueOf(report.messages()))
                .add("Accuracy", percent(report.accuracy()))
                .add("None-fits recall", percent(report.noneFitsRecall()))
                .add("Falsely none", percent(report.falseNoneRate()))
                .add("Per message", String.format(Locale.ROOT, "%.2f ms", report.perMessageMs()))
                .add("Embedded in", String.format(Locale.ROOT, "%.1f s", report.embeddingSeconds()))
                .add("Learned in", String.format(Locale.ROOT, "%.1f s", report.trainingSeconds()))
                .print(terminal);
        terminal.blank();
        var wrong = new Table("LABEL", "WENT TO", "MESSAGES");
        report.confusion().forEach((label, found) -> addMistakes(wrong, label, found));
        wrong.printOr("Every message went where it belongs.", terminal);
    }

    private static void addMistakes(Table table, String label, Map<String, Integer> found) {
        found.forEach((intent, count) -> {
            if (!intent.equals(label)) {
                table.row(label, intent, String.valueOf(count));
            }
        });
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
