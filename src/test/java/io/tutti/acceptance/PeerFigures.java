package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints five durable steps of this hub between those of LangGraph.js with its PostgreSQL checkpointer and of Restate, on
 * one machine and, where both have one, on one database: {@code mvn verify -Pfigures -Dit.test=PeerFigures
 * -Dfigures.peers=<folder>}. The folder has the peers' programs with what {@code npm install} brings.
 */
@EnabledIfSystemProperty(named = "figures.peers", matches = ".+")
class PeerFigures {

    private static final List<Integer> IN_FLIGHT = List.of(64, 1);

    private final Path peers = Path.of(System.getProperty("figures.peers")).toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void printsFiveStepsOfEach() throws Exception {
        Path data = directory.resolve("postgres");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            ours("before", postgres);
            langGraph(postgres, data);
            restate();
            ours("after", postgres);
        }
    }

    private void ours(String when, EmbeddedPostgres postgres) throws Exception {
        var command = new ArrayList<>(List.of(
                HubProcess.java(),
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                FiveSteps.class.getName(),
                "PostgreSQL, " + when + " the peers",
                "--tutti.data=" + directory.resolve(when),
                "--tutti.routes=" + Path.of("src/test/resources/figures").toAbsolutePath(),
                "--server.port=" + HubProcess.freePort(),
                "--tutti.jms.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres"));
        assertThat(Figure.run(new ProcessBuilder(command))).isZero();
    }

    private void langGraph(EmbeddedPostgres postgres, Path data) throws Exception {
        var environment = Map.of(
                "PG",
                "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres",
                "PGPID",
                data.resolve("postmaster.pid").toString());
        for (int inFlight : IN_FLIGHT) {
            assertThat(Figure.run(node(environment, "langgraph.mjs", "postgres", String.valueOf(inFlight))))
                    .isZero();
        }
    }

    private void restate() throws Exception {
        var server = new ProcessBuilder(
                peers.resolve("node_modules/.bin/restate-server").toString(),
                "--base-dir",
                directory.resolve("restate").toString());
        server.environment()
                .putAll(Map.of(
                        "RESTATE_BIND_ADDRESS", "127.0.0.1:15122",
                        "RESTATE_INGRESS__BIND_ADDRESS", "127.0.0.1:18088",
                        "RESTATE_ADMIN__BIND_ADDRESS", "127.0.0.1:19070"));
        Process running = server.redirectErrorStream(true)
                .redirectOutput(directory.resolve("restate.log").toFile())
                .start();
        Process service = node(Map.of(), "restate-svc.mjs")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile())
                .start();
        try {
            Awaitility.await("Restate is there").atMost(Duration.ofMinutes(1)).until(PeerFigures::isRegistered);
            for (int inFlight : IN_FLIGHT) {
                var load = node(Map.of(), "restate-load.mjs", String.valueOf(inFlight), String.valueOf(running.pid()));
                assertThat(Figure.run(load)).isZero();
            }
        } finally {
            service.destroyForcibly();
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    private static boolean isRegistered() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:19070/deployments"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"http://127.0.0.1:19080\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder node(Map<String, String> environment, String... arguments) throws IOException {
        Files.createDirectories(peers.resolve("run"));
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(peers.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
