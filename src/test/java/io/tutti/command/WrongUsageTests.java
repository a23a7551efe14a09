package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongUsageTests {

    private final FakeHub hub = new FakeHub();
    private final Shell shell = Shell.at(hub);

    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                | true
                    run               | true
                    run --server.port=1 | true
                    --server.port=1   | true
                    --tutti.data=x    | true
                    --help            | false
                    --version         | false
                    -h                | false
                    run --help        | false
                    tasks             | false
                    nonsense          | false
                    """)
    void startsTheHubOnlyWhenAskedTo(String line, boolean startsHub) {
        assertThat(Commands.startHub(line.isEmpty() ? List.of() : List.of(line.split(" "))))
                .isEqualTo(startsHub);
    }

    @Test
    void listsEveryCommandInTheHelp() {
        var result = shell.run("--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("run", "submit", "tasks", "task", "cancel", "inbox", "decide", "dead-letters", "redrive")
                .contains("models", "audit", "Exit codes");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        var result = shell.run("taks");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo("There is no command taks. Did you mean tasks or task? See `java -jar tutti.jar --help`.");
    }

    @Test
    void neverRepeatsAValueOfAMistypedOption() {
        var result = shell.run("tasks", "--tokn=geheim");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("There is no option --tokn.").doesNotContain("geheim");
    }

    @Test
    void neverRepeatsAStrayArgument() {
        var result = shell.run("tasks", "geheim");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("one argument too many").doesNotContain("geheim");
    }

    @Test
    void neverRepeatsACredentialInTheAddress() {
        var result = shell.run("tasks", "--url", "http://anna:geheim@127.0.0.1:1");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--url").doesNotContain("geheim");
    }

    @Test
    void refusesATokenThatWouldForgeAHeader() {
        var result = shell.run("tasks", "--token", "geheim\r\nX-Other: 1");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("geheim");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void saysThatNoHubAnswers() {
        var result = shell.run("tasks", "--url", "http://127.0.0.1:1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip())
                .isEqualTo("No hub answers at http://127.0.0.1:1; start it with `mvn spring-boot:run` or give --url.");
    }

    @Test
    void readsTheTokenFromTheDataDirectory() throws IOException {
        hub.answers("GET /api/tasks", 200, "[]");
        Files.writeString(Files.createDirectories(data.resolve("secrets")).resolve("admin.token"), "from-file\n");

        new Shell(Map.of(), "").run("tasks", "--url", hub.url(), "--data", data.toString());

        assertThat(hub.lastRequest().authorization()).isEqualTo("Bearer from-file");
    }

    @Test
    void saysThatTheTokenIsNotThere() {
        var result = new Shell(Map.of(), "").run("tasks", "--url", hub.url(), "--data", data.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith(data.resolve("secrets/admin.token") + " is not there; give --token");
    }

    @Test
    void keepsTheTokenOfThisMachineOnThisMachine() {
        var result = new Shell(Map.of(), "").run("tasks", "--url", "http://hub.example.com");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("No token for http://hub.example.com;");
    }

    @Test
    void showsTheHubsOwnWordsWhenItRefuses() {
        hub.answers(
                "GET /api/tasks",
                429,
                "{\"title\":\"x\",\"detail\":\"The budget is used up.\"}",
                Map.of("Retry-After", "60"));

        var result = shell.run("tasks");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("The budget is used up. Try again after 60 s.");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhatAnsweredWhenItIsNoProblemDocument() {
        hub.answers("GET /api/tasks", 502, "<html>Bad gateway</html>");

        assertThat(shell.run("tasks").err().strip())
                .isEqualTo(hub.url() + " answered 502 to /api/tasks and did not say why.");
    }

    @Test
    void saysThatTheTokenIsUnknown() {
        hub.answers("GET /api/tasks", 401, "");

        assertThat(shell.run("tasks").err().strip())
                .isEqualTo(hub.url() + " does not know the token; give another by --token, TUTTI_TOKEN or --data.");
    }

    @Test
    void followsNoRedirect() {
        hub.answers("GET /api/tasks", 302, "", Map.of("Location", hub.url() + "/elsewhere"));

        var result = shell.run("tasks");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("redirect");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void saysThatSomethingElseAnswers() {
        hub.answers("GET /api/tasks", 200, "<html>Hello</html>");

        assertThat(shell.run("tasks").err()).contains("no JSON; is a hub there?");
    }

    @Test
    void showsControlCharactersOfTheDataAsEscapes() {
        hub.answers("GET /api/tasks", 200, "[{\"id\":\"1\",\"input\":\"red \\u001b[31m\\u009b31m\\u202e txet\\nx\"}]");

        assertThat(shell.run("tasks").out()).contains("red \\u001b[31m\\u009b31m\\u202e txet x");
    }

    @Test
    void keepsJsonFreeOfRawControlCharacters() {
        hub.answers("GET /api/tasks", 200, "[{\"id\":\"\u009b31m\u202e\"}]");

        assertThat(shell.run("tasks", "--json").out().strip()).isEqualTo("[{\"id\":\"\\u009b31m\\u202e\"}]");
    }

    @Test
    void showsControlCharactersOfAProblemAsEscapes() {
        hub.answers("GET /api/tasks", 404, "{\"detail\":\"No task \\u001b]0;x\\u0007.\"}");

        assertThat(shell.run("tasks").err().strip()).isEqualTo("No task \\u001b]0;x\\u0007.");
    }
}
