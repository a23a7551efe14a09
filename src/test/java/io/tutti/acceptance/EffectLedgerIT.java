package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that must not be called twice, a hub that dies in the middle of it, and a person who knows what happened. */
class EffectLedgerIT {

    @TempDir
    private Path directory;

    private Path charges;
    private HubProcess hub;

    @BeforeEach
    void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        charges = directory.resolve("charges").resolve("all.txt");
        Files.writeString(routes.resolve("charge.camel.yaml"), tool("charge", "delay: {constant: \"600000\"}"));
        Files.writeString(
                routes.resolve("charge-badly.camel.yaml"),
                tool("charge-badly", "throwException: {exceptionType: java.io.IOException, message: line was cut}"));
        Files.writeString(routes.resolve("pay.camel.yaml"), flow("pay", "charge"));
        Files.writeString(routes.resolve("pay-badly.camel.yaml"), flow("pay-badly", "charge-badly"));
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes).start();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void asksAPersonInsteadOfCallingAToolTwice() throws Exception {
        String killed = submit("pay");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> charges().size() == 1);
        hub.kill();
        hub.start();
        hub.awaitTask(killed, "WAITING");
        JsonNode item = onlyItem();
        assertThat(item.path("case").path("reason").asText()).isEqualTo("in doubt: was tool charge done?");
        assertThat(item.path("case")
                        .path("evidence")
                        .path(0)
                        .path("arguments")
                        .path("amount")
                        .asInt())
                .isEqualTo(20);
        decide(item, "{\"decision\": \"answer\", \"output\": \"charged, receipt 7\"}");
        assertThat(hub.awaitTask(killed, "COMPLETED").path("output").asText()).isEqualTo("charged, receipt 7");

        String failed = submit("pay-badly");
        hub.awaitTask(failed, "WAITING");
        JsonNode first = onlyItem();
        assertThat(first.path("case").path("evidence").path(0).path("problem").asText())
                .contains("line was cut");
        decide(first, "{\"decision\": \"approve\"}");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> charges().size() == 3);
        hub.awaitTask(failed, "WAITING");
        JsonNode second = onlyItem();
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        decide(second, "{\"decision\": \"reject\", \"reason\": \"enough\"}");
        assertThat(hub.awaitTask(failed, "FAILED").path("error").path("message").asText())
                .contains("charge-badly", "enough");

        assertThat(charges()).hasSize(3);
        assertThat(outcomes(killed)).containsExactly("sent", "told");
        assertThat(outcomes(failed)).containsExactly("sent", "in doubt", "sent", "in doubt");
    }

    private String tool(String name, String end) {
        return """
                - route:
                    id: %1$s
                    description: Charges a card.
                    group: tool
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: %1$s}
                      steps:
                        - setBody: {simple: "charged ${body[amount]};"}
                        - to:
                            uri: file
                            parameters: {directoryName: %3$s, fileName: all.txt, fileExist: Append}
                        - %2$s
                """.formatted(name, end, charges.getParent());
    }

    private static String flow(String name, String tool) {
        return """
                - route:
                    id: %1$s
                    description: Charges what is asked.
                    group: flow
                    routeConfigurationId: errors-to-dead-letter
                    from:
                      uri: direct
                      parameters: {name: %1$s}
                      steps:
                        - step:
                            id: collect-by-%2$s
                            steps:
                              - setHeader: {name: tuttiTool, constant: %2$s}
                              - to: {uri: direct, parameters: {name: call-tool}}
                """.formatted(name, tool);
    }

    private String submit(String flow) throws IOException, InterruptedException {
        var answer = hub.post("/api/tasks", "{\"flow\": \"" + flow + "\", \"input\": {\"amount\": 20}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return HubProcess.JSON.readTree(answer.body()).path("id").asText();
    }

    private JsonNode onlyItem() throws IOException, InterruptedException {
        JsonNode items = hub.json("/api/inbox");
        assertThat(items).as(items.toString()).hasSize(1);
        return items.get(0);
    }

    private void decide(JsonNode item, String decision) throws IOException, InterruptedException {
        var answer = hub.post("/api/inbox/" + item.path("id").asText() + "/decision", decision);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private List<String> outcomes(String task) throws IOException, InterruptedException {
        return hub.json("/api/audit?action=tool.called&task=" + task).findValuesAsText("outcome");
    }

    /** The file is there before its first charge is in it. */
    private List<String> charges() throws IOException {
        String written = Files.exists(charges) ? Files.readString(charges) : "";
        return written.isEmpty() ? List.of() : List.of(written.split(";"));
    }
}
