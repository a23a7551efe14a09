package io.tutti.command.proof;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.routing.RoutingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "test",
        description =
                "Route labelled messages and count what went where. Needs no running hub. Rows labelled 'none' are "
                        + "out of scope: they should find no intent.")
final class RoutingTest implements Runnable {

    private final Terminal terminal;

    @Option(names = "--intents", required = true, paramLabel = "F", description = "The intents file.")
    private Path intents = Path.of("");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "CSV",
            description = "Messages: the columns text and category.")
    private Path messages = Path.of("");

    @Option(names = "--json", description = "Print JSON instead of text for people.")
    private boolean json;

    RoutingTest(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        requireFile(intents);
        requireFile(messages);
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
