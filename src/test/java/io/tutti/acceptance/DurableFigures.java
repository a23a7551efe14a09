package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what a durable task costs, beside the bare database in the same run: {@code mvn verify -Pfigures
 * -Dit.test=DurableFigures}.
 */
class DurableFigures {

    private static final int INTERRUPTED = 1000;

    @TempDir
    Path directory;

    @Test
    void printsFiveSteps() throws Exception {
        on((label, database) -> measure(FiveSteps.class, label, database));
    }

    @Test
    void printsWhatWaitingTasksTake() throws Exception {
        on((label, database) -> measure(WaitingTasks.class, label, database));
    }

    /** Each has done one of its two steps and is in the other when the hub is killed. */
    @Test
    void printsTheResumeOfInterruptedTasks() throws Exception {
        on((label, database) -> {
            String[] options = database.toArray(String[]::new);
            Path data = directory.resolve("interrupted " + label);
            try (var hub = new HubProcess(data, CachedStart.program(), with(options, "--figures.delay=600000"))) {
                hub.start();
                List<String> beginning = new ArrayList<>();
                for (int i = 0; i < INTERRUPTED; i++) {
                    var accepted = hub.post("/api/tasks", "{\"flow\": \"interrupted\", \"input\": \"x\"}");
                    beginning.add(
                            HubProcess.JSON.readTree(accepted.body()).path("id").asText());
                }
                await("each has done a step", () -> {
                    List<String> still = new ArrayList<>();
                    for (String id : beginning) {
                        if (hub.json("/api/tasks/" + id + "/journal").isEmpty()) {
                            still.add(id);
                        }
                    }
                    beginning.retainAll(still);
                    return still.isEmpty();
                });
                hub.kill();
            }
            try (var hub = new HubProcess(data, CachedStart.program(), options)) {
                long began = System.nanoTime();
                hub.start();
                Figure.say("start with interrupted tasks, " + label, Figure.secondsSince(began), "s");
                began = System.nanoTime();
                await(
                        "all have ended",
                        () -> hub.json("/api/tasks?limit=1&status=RUNNING").isEmpty());
                Figure.say(
                        "resume of " + INTERRUPTED + " interrupted tasks, " + label, Figure.secondsSince(began), "s");
                assertThat(count(hub, "task.completed")).isEqualTo(INTERRUPTED);
            }
        });
    }

    private void on(Measurement measurement) throws Exception {
        measurement.on("H2", options(List.of()));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            measurement.on(
                    "PostgreSQL",
                    options(List.of(
                            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                            "--spring.datasource.username=postgres")));
        }
    }

    private List<String> options(List<String> database) {
        List<String> options = new ArrayList<>(database);
        options.add("--tutti.routes=" + Path.of("src/test/resources/figures").toAbsolutePath());
        options.add("--tutti.task.concurrent=" + INTERRUPTED);
        return options;
    }

    private void measure(Class<?> main, String label, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                HubProcess.java(),
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-Dseconds=" + Integer.getInteger("figures.seconds", 10),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                label,
                "--tutti.data=" + directory.resolve(main.getSimpleName() + " " + label),
                "--server.port=" + HubProcess.freePort(),
                "--tutti.jms.port=0"));
        command.addAll(options);
        assertThat(Figure.run(new ProcessBuilder(command))).isZero();
    }

    private static String[] with(String[] options, String option) {
        String[] more = Arrays.copyOf(options, options.length + 1);
        more[options.length] = option;
        return more;
    }

    private static int count(HubProcess hub, String action) throws IOException, InterruptedException {
        return hub.json("/api/audit?limit=1000&action=" + action).size();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    private interface Measurement {
        void on(String label, List<String> options) throws Exception;
    }
}
