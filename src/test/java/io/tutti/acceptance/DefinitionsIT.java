package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a flow and of its part change while tasks of it wait for a person, or run. */
class DefinitionsIT {

    private static final String FLOW = """
            - route:
                id: approval
                description: Asks a person and says what came of it.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: approval}
                  steps:
                    - step:
                        id: prepare
                        steps:
                          - delay: {simple: "${body}"}
                          - setBody: {constant: "%1$s case"}
                    - step:
                        id: ask
                        steps:
                          - to: {uri: direct, parameters: {name: ask-person}}
                    - to: {uri: direct, parameters: {name: say}}
            """;

    private static final String PART = """
            - route:
                id: say
                description: Says what came of it.
                group: part
                routeConfigurationId: errors-to-caller
                from:
                  uri: direct
                  parameters: {name: say}
                  steps:
                    - step:
                        id: answer
                        steps:
                          - setBody: {simple: "%1$s ${body[decision]}"}
            """;

    @TempDir
    Path directory;

    private Path routes;

    @BeforeEach
    void writeOldFlow() throws IOException {
        routes = directory.resolve("routes");
        write(routes, "old");
    }

    @Test
    void endsATaskAsItBeganWhenTheHubIsKilledAndStartedWithAnotherFlow() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes)) {
            hub.start();
            String old = submitted(hub, 0);
            hub.awaitTask(old, "WAITING");
            hub.kill();
            write(routes, "new");
            hub.start();
            String fresh = submitted(hub, 0);
            decide(hub, old);
            decide(hub, fresh);
            assertEnds(hub, old, "old approve");
            assertEnds(hub, fresh, "new approve");
        }
    }

    @Test
    void endsTasksThatWaitOrRunAsTheyBeganWhenTheFlowChangesInARunningHub() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes)) {
            hub.start();
            String waiting = submitted(hub, 0);
            hub.awaitTask(waiting, "WAITING");
            String running = submitted(hub, 4000);
            write(routes, "new");
            awaitLoaded(hub, "approval");
            awaitLoaded(hub, "say");
            String fresh = submitted(hub, 0);
            for (String task : List.of(waiting, running, fresh)) {
                decide(hub, task);
            }
            assertEnds(hub, waiting, "old approve");
            assertEnds(hub, running, "old approve");
            assertEnds(hub, fresh, "new approve");
            assertThat(keys(hub, running)).containsExactly("prepare", "ask/handoff-1", "ask", "answer");
            assertThat(hub.json("/api/dead-letters")).isEmpty();
        }
    }

    @Test
    void parksATaskOfAChangedFlowWhenTheSettingsSaySoAndRedrivesItWithTheNewOne() throws Exception {
        String park = "--tutti.definition.changed.flows.approval=park";
        try (HubProcess hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes, park)) {
            hub.start();
            String task = submitted(hub, 0);
            hub.awaitTask(task, "WAITING");
            hub.stop();
            write(routes, "new");
            hub.start();
            decide(hub, task);
            assertThat(hub.awaitTask(task, "FAILED").at("/error/kind").asText()).isEqualTo("definition-changed");
            String letter = hub.json("/api/dead-letters").get(0).path("id").asText();
            hub.post("/api/dead-letters/" + letter + "/redrive", "{}");
            assertEnds(hub, task, "new approve");
            JsonNode records = hub.json("/api/audit?action=definition.changed&task=" + task);
            assertThat(records.findValuesAsText("policy")).containsExactly("park", "redrive");
        }
    }

    /** The moment of a rolling restart at which one hub has the new flow and the other the old one. */
    @Test
    void endsATaskAsItBeganOnAHubThatHasAnotherFlow() throws Exception {
        Path others = directory.resolve("others");
        write(others, "new");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HubProcess first = new HubProcess(directory.resolve("first"), on(postgres, routes))) {
            first.start();
            List<String> options = new ArrayList<>(List.of(on(postgres, others)));
            options.add("--tutti.jms.url=" + first.jmsUrl());
            options.add("--tutti.jms.password=" + first.jmsPassword());
            try (HubProcess second = new HubProcess(directory.resolve("second"), options.toArray(String[]::new))) {
                second.start();
                String old = submitted(first, 0);
                String fresh = submitted(second, 0);
                first.awaitTask(old, "WAITING");
                second.awaitTask(fresh, "WAITING");
                decide(second, old);
                decide(first, fresh);
                assertEnds(second, old, "old approve");
                assertEnds(first, fresh, "new approve");
            }
        }
    }

    private static String[] on(EmbeddedPostgres postgres, Path folder) {
        return new String[] {
            "--tutti.routes=" + folder,
            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--spring.datasource.username=postgres"
        };
    }

    private static void write(Path folder, String word) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve("approval.camel.yaml"), FLOW.formatted(word));
        replace(folder.resolve("say.camel.yaml"), PART.formatted(word));
    }

    private static void replace(Path file, String text) throws IOException {
        Path hidden = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String submitted(HubProcess hub, int millis) throws Exception {
        HttpResponse<String> answer =
                hub.post("/api/tasks", "{\"flow\": \"approval\", \"input\": %d}".formatted(millis));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return HubProcess.JSON.readTree(answer.body()).path("id").asText();
    }

    private static void awaitLoaded(HubProcess hub, String file) {
        Awaitility.await(file + " is loaded")
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.log().contains(file + ".camel.yaml: the route was loaded"));
    }

    private static void decide(HubProcess hub, String task) throws Exception {
        hub.awaitTask(task, "WAITING");
        String item = StreamSupport.stream(hub.json("/api/inbox").spliterator(), false)
                .filter(found -> found.path("task").asText().equals(task))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        HttpResponse<String> answer = hub.post("/api/inbox/" + item + "/decision", "{\"decision\": \"approve\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void assertEnds(HubProcess hub, String task, String output) {
        assertThat(hub.awaitTask(task, "COMPLETED").path("output").asText()).isEqualTo(output);
    }

    private static List<String> keys(HubProcess hub, String task) throws Exception {
        return hub.json("/api/tasks/" + task + "/journal").findValuesAsText("key");
    }
}
