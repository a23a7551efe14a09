package io.tutti.command.proof;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.routing.OutcomesReport;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints how well models are chosen. */
final class OutcomesPrinter {

    private OutcomesPrinter() {}

    static void print(OutcomesReport report, boolean json, Terminal terminal) {
        if (json) {
            terminal.json(new JsonMapper().valueToTree(report).toString());
            return;
        }
        var table = new Table("CHOICE", "GOOD", "SHARES");
        report.choices()
                .forEach(choice -> table.row(
                        choice.name(),
                        percent(choice.good()),
                        choice.shares().entrySet().stream()
                                .map(share -> share.getKey() + " " + percent(share.getValue()))
                                .collect(Collectors.joining(", "))));
        table.printOr("No prompt was graded for a model that is known.", terminal);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
