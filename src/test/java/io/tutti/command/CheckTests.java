package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTests {

    private final Shell shell = new Shell(Map.of(), "");

    @TempDir
    private Path directory;

    @Test
    void namesFileAndLineOfWhatIsWrong() throws IOException {
        Path file = Files.writeString(directory.resolve("greet.camel.yaml"), """
                - route:
                    id: greet
                    description: Says hello.
                    group: flow
                    routeConfigurationId: errors-to-dead-letter
                    from:
                      uri: direct
                      parameters:
                        name: greet
                      steps:
                        - to:
                            uri: direct:nowhere
                """);

        var result = check();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().lines()).anyMatch(line -> line.startsWith(file + ":11: ") && line.contains("nowhere"));
        assertThat(shell.run("check", "--json", "--routes", directory.toString())
                        .out())
                .contains("\"line\":11", "\"stops\":true");
    }

    @Test
    void showsAFileThatIsNoYaml() throws IOException {
        Path file = Files.writeString(directory.resolve("greet.camel.yaml"), "- route: [\n");

        var result = check();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains(file + ":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models: {fast: {provider: openai-compatible, model: m, base-url: "http://127.0.0.1:9/v1"}}  | has no price
            pools: {default: {try: [lokal]}}                                                            | no model lokal
            models: {fast: {provider: openai, model: m, api-key: k, timeout: soon, free: true}}          | a time with its unit
            """)
    void findsWhatWouldStopTheStart(String models, String expected) throws IOException {
        Path file = Files.writeString(directory.resolve("models.yaml"), models + "\n");

        var result = shell.run("check", "--config", directory.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().lines()).anyMatch(line -> line.startsWith(file + ":1: ") && line.contains(expected));
    }

    @Test
    void findsBudgetsAndOutcomesThatWouldStopTheStart() throws IOException {
        Files.writeString(directory.resolve("budgets.yaml"), "budgets: [{scope: tenant, usd: -1}]\n");
        assertThat(shell.run("check", "--config", directory.toString()).out())
                .contains("expected an amount from 0 to 1000000");

        Files.writeString(directory.resolve("budgets.yaml"), "budgets: []\n");
        Files.writeString(
                directory.resolve("models.yaml"),
                "pools: {smart: {try: [local], prefer: learned, outcomes: graded.csv}}\n");
        assertThat(shell.run("check", "--config", directory.toString()).out())
                .contains("graded.csv", "is not there; a pool that prefers learned needs this CSV file");
    }

    @Test
    void saysThatADirectoryIsNotThere() {
        var result = shell.run("check", "--routes", "/nowhere");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("/nowhere: ");
    }

    private Shell.Result check() {
        return shell.run("check", "--routes", directory.toString());
    }
}
