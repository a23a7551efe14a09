package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTests {

    private final FakeHub hub = new FakeHub();
    private final Shell shell = Shell.at(hub);

    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void showsTheStatusTheReplyTheTicketAndTheId() {
        hub.answers("POST /api/tasks?wait=30s", 200, Samples.COMPLETED);

        var result = shell.run("submit", "--flow", "customer-support", "Where is my order HP-10023?");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                        COMPLETED  customer-support  in 34 ms

                          Your order HP-10023 was shipped on 2026-11-20.

                        Ticket  T-1042
                        Task    0197d3a2-5b1c-7c3e-9f00-000000000001
                        """);
        assertThat(hub.lastRequest().body())
                .isEqualTo("{\"flow\":\"customer-support\",\"input\":\"Where is my order HP-10023?\"}");
    }

    @Test
    void doesNotWaitWhenToldSo() {
        hub.answers("POST /api/tasks", 202, Samples.RUNNING);

        var result = shell.run("submit", "--flow", "f", "--wait", "0", "--key", "k", "--conversation", "c", "Hello");

        assertThat(hub.lastRequest().line()).isEqualTo("POST /api/tasks");
        assertThat(hub.lastRequest().body())
                .isEqualTo("{\"flow\":\"f\",\"input\":\"Hello\",\"conversation\":\"c\",\"key\":\"k\"}");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("It goes on: see `task " + Samples.ID + "`.");
    }

    @Test
    void readsJsonThatIsPipedIn() {
        hub.answers("POST /api/tasks", 200, Samples.COMPLETED);

        shell.piping("{\"text\": \"Grüße\"}").run("submit", "--flow", "f", "--as", "json", "-");

        assertThat(hub.lastRequest().body()).isEqualTo("{\"flow\":\"f\",\"input\":{\"text\":\"Grüße\"}}");
    }

    @Test
    void readsAFile() throws IOException {
        hub.answers("POST /api/tasks", 200, Samples.COMPLETED);
        Path file = Files.writeString(data.resolve("question.txt"), "Two\nlines");

        shell.run("submit", "--flow", "f", "@" + file);

        assertThat(hub.lastRequest().body()).isEqualTo("{\"flow\":\"f\",\"input\":\"Two\\nlines\"}");
    }

    @Test
    void endsWithOneWhenTheTaskFails() {
        hub.answers("POST /api/tasks", 200, Samples.FAILED);

        var result = shell.run("submit", "--flow", "f", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("FAILED", "No model of pool default answered. (step answer)");
    }

    @Test
    void refusesInputThatIsNoJsonBeforeItAsksTheHub() {
        var result = shell.run("submit", "--flow", "f", "--as", "json", "{\"a\":");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("The input is no JSON: line 1, column");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void saysThatAFileIsNotThere() {
        var result = shell.run("submit", "--flow", "f", "@/nowhere/question.txt");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("/nowhere/question.txt is not there.");
    }

    @Test
    void saysThatTheShellCouldNotPassALetter() {
        var result = shell.run("submit", "--flow", "f", "Gr\uFFFD\uFFFDe");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("LC_ALL=C.UTF-8");
    }

    @Test
    void dropsAFileWholeAndWaitsForItsResult() throws IOException {
        Files.createDirectories(data.resolve("inbox"));
        Files.createDirectories(data.resolve("outbox/f"));
        var hubAtWork = CompletableFuture.runAsync(() -> {
            Path file = data.resolve("inbox/f/k-1.txt");
            Awaitility.await().until(() -> Files.exists(file));
            assertThat(file).hasContent("Hello");
            write(data.resolve("outbox/f/k-1.txt.result.json"), Samples.COMPLETED);
        });

        var result = run("--key", "k-1", "Hello");

        assertThat(hubAtWork).succeedsWithin(Duration.ofSeconds(10));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("COMPLETED").contains("T-1042");
        assertThat(data.resolve("inbox/f/.k-1.txt.part")).doesNotExist();
    }

    @Test
    void namesAFileByTheTimeWhenThereIsNoKey() throws IOException {
        Files.createDirectories(data.resolve("inbox"));

        var result = run("--wait", "0", "--as", "json", "{\"a\":1}");

        assertThat(result.out()).startsWith("Wrote " + data + "/inbox/f/submit-20261123-100000-000-");
        try (var files = Files.list(data.resolve("inbox/f"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("{\"a\":1}"));
        }
    }

    @Test
    void tellsWhyAFileWasRejected() throws IOException {
        Files.createDirectories(data.resolve("inbox"));
        Files.createDirectories(data.resolve("rejected/f"));
        write(data.resolve("rejected/f/k-1.txt.error.json"), "{\"detail\":\"There is no flow f.\"}");

        var result = run("--key", "k-1", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("There is no flow f.");
    }

    @Test
    void givesUpOnAFileAfterTheWait() throws IOException {
        Files.createDirectories(data.resolve("inbox"));

        var result = run("--wait", "50ms", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("No result came within 0.05 s");
    }

    @Test
    void refusesAKeyThatIsAPath() {
        var result = run("--key", "../../secrets/x", "Hello");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("--key becomes a file name");
    }

    @Test
    void saysThatNoHubHasRunInTheDirectory() {
        var result = run("Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith(data.resolve("inbox") + " is not there; start the hub first");
    }

    @Test
    void saysThatThePasswordOfTheBrokerIsNotThere() {
        var result = shell.run("submit", "--flow", "f", "--via", "jms", "--data", data.toString(), "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith(data.resolve("secrets/broker.password") + " is not there;");
    }

    @Test
    void saysThatNoBrokerAnswers() {
        var withPassword = new Shell(Map.of("TUTTI_JMS_PASSWORD", "sesame"), "");

        var result =
                withPassword.run("submit", "--flow", "f", "--via", "jms", "--jms-url", "tcp://127.0.0.1:1", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("No broker answers at tcp://127.0.0.1:1; start the hub")
                .doesNotContain("sesame");
    }

    private Shell.Result run(String... arguments) {
        var all = new ArrayList<>(List.of("submit", "--flow", "f", "--via", "file", "--data", data.toString()));
        all.addAll(List.of(arguments));
        return shell.run(all.toArray(String[]::new));
    }

    private static void write(Path file, String text) {
        try {
            Path half = Files.writeString(file.resolveSibling(".half"), text);
            Files.move(half, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
