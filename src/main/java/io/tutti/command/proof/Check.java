package io.tutti.command.proof;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.access.Permissions;
import io.tutti.agent.Agents;
import io.tutti.budget.Budgets;
import io.tutti.command.terminal.Terminal;
import io.tutti.home.Home;
import io.tutti.home.HomeSettings;
import io.tutti.model.ModelsReader;
import io.tutti.routing.Intents;
import io.tutti.rules.Finding;
import io.tutti.rules.Rules;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = "Check routes, connectors and configuration without starting; exit 1 if something is wrong.")
final class Check implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"--data", "--tutti.data"},
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The hub's data directory; default: data.")
    private Path data = Path.of("data");

    @Option(
            names = {"--routes", "--tutti.routes"},
            split = ",",
            paramLabel = "DIR",
            description = "More directories with routes.")
    private @Nullable List<Path> routes;

    @Option(
            names = {"--connectors", "--tutti.connectors"},
            split = ",",
            paramLabel = "DIR",
            description = "More directories with connectors.")
    private @Nullable List<Path> connectors;

    @Option(
            names = {"--config", "--tutti.config"},
            split = ",",
            paramLabel = "DIR",
            description = "More directories with configuration.")
    private @Nullable List<Path> config;

    @Option(names = "--json", description = "Print JSON instead of text for people.")
    private boolean json;

    Check(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Home home = new HomeSettings(data, routes, connectors, config).find();
        var findings = Rules.check(
                home,
                List.of(
                        Permissions::check,
                        files -> Agents.check(files, ModelsReader.check(files, home)::contains),
                        Budgets::check,
                        files -> Intents.check(files, home)));
        if (json) {
            terminal.json(asJson(findings));
        } else {
            findings.forEach(finding -> terminal.print(line(finding)));
            terminal.print(summary(findings.size()));
        }
        return findings.isEmpty() ? 0 : 1;
    }

    /** {@code file:line: message}, the file as it is reached from here. */
    private static String line(Finding finding) {
        Path here = Path.of("").toAbsolutePath();
        Path file = finding.file().startsWith(here) ? here.relativize(finding.file()) : finding.file();
        return file + (finding.line() > 0 ? ":" + finding.line() : "") + ": " + finding.message();
    }

    private static String asJson(List<Finding> findings) {
        var array = JsonNodeFactory.instance.arrayNode();
        findings.forEach(finding -> array.addObject()
                .put("file", finding.file().toString())
                .put("line", finding.line())
                .put("message", finding.message())
                .put("stops", finding.stops()));
        return array.toString();
    }

    private static String summary(int findings) {
        return switch (findings) {
            case 0 -> "Nothing is wrong.";
            case 1 -> "1 finding.";
            default -> findings + " findings.";
        };
    }
}
