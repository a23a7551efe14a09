package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail leaves the hub, and is proven where there is no hub. */
class AuditExportIT {

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new HubProcess(directory.resolve("data"), "--tutti.audit.keep=1s").start();
        for (int i = 0; i < 5; i++) {
            hub.ask("Where is my order HP-10023? (" + i + ")");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void isProvenFromAFileAndFromTheArchive() throws Exception {
        awaitSealed();
        Path file = directory.resolve("trail.jsonl");
        assertThat(hub.command("audit", "export", "--seals", "--output", file.toString()))
                .contains("Written: " + file);
        assertThat(hub.command("audit", "verify", "--export", file.toString())).contains("The export is intact.");

        String task = hub.json("/api/tasks?limit=1").get(0).path("id").asText();
        Path part = directory.resolve("task.jsonl");
        hub.command("audit", "export", "--task", task, "--seals", "--output", part.toString());
        assertThat(hub.command("audit", "verify", "--filtered", "--export", part.toString()))
                .contains("What the export has is intact.");

        List<String> lines = Files.readAllLines(file);
        Files.write(
                file,
                lines.stream()
                        .map(line -> line.replace("\"route.decided\"", "\"route.derided\""))
                        .toList());
        assertThatThrownBy(() -> hub.command("audit", "verify", "--export", file.toString()))
                .hasMessageContaining("The export is BROKEN.")
                .hasMessageContaining("changed");

        hub.stop();
        hub.start();
        Path archive = hub.data.resolve("audit/archive");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.isDirectory(archive) && !files(archive).isEmpty());
        assertThat(hub.command("audit", "verify")).contains("The audit trail is intact.");
        for (Path old : files(archive)) {
            assertThat(hub.command("audit", "verify", "--export", old.toString()))
                    .contains("The export is intact.");
        }
        assertThat(hub.json("/api/audit?action=audit.pruned")
                        .get(0)
                        .at("/detail/records")
                        .asInt())
                .isPositive();
    }

    @Test
    void tellsWithWhichConfigurationTheHubStarted() throws Exception {
        JsonNode started = hub.json("/api/audit?action=hub.started").get(0).path("detail");
        String access = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of("config/access.yaml"))));
        assertThat(started.at("/config/access.yaml").asText()).isEqualTo(access);
        assertThat(started.path("config").has("intents/support.yaml")).isTrue();
        assertThat(started.path("routes").asText()).hasSize(64);
        assertThat(started.path("connectors").asText()).hasSize(64);
    }

    @Test
    void givesCloudEventsAndRefusesWhatIsNot() throws Exception {
        HttpResponse<String> events = hub.get("/api/audit/export?format=cloudevents&action=task.accepted");
        assertThat(events.headers().firstValue("Content-Type")).hasValue("application/x-ndjson;charset=UTF-8");
        for (String line : events.body().lines().toList()) {
            JsonNode event = HubProcess.JSON.readTree(line);
            assertThat(event.path("type").asText()).isEqualTo("io.tutti.audit.task.accepted");
        }
        assertThat(hub.get("/api/audit/export?to=2020-01-01T00:00:00Z").body()).isEmpty();

        assertRefused("format=xml", "exported as 'xml'; say jsonl or cloudevents");
        assertRefused("format=cloudevents&seals=true", "CloudEvents have no seals");
        assertRefused("from=yesterday", "'from' must be a time such as 2026-01-31T00:00:00Z; found 'yesterday'.");
        assertRefused("seals=perhaps", "'seals' must be true or false; found 'perhaps'.");
        assertRefused("to=2026-13-01T00:00:00Z", "to", "2026-13-01");
    }

    private static void assertRefused(String query, String... said) throws Exception {
        HttpResponse<String> answer = hub.get("/api/audit/export?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(HubProcess.JSON.readTree(answer.body()).path("detail").asText())
                .contains(said);
    }

    private static void awaitSealed() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hub.json("/api/audit/verify").path("unsealed").asInt(1) == 0);
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gz")).toList();
        }
    }
}
