package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.TestTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool whose arguments decide who may call it, and which larger amounts need two people's yes. */
class ApprovalIT {

    private static final String ACCESS = """
            principals:
              crm: {token-sha256: %s, tenant: acme, roles: [clerk]}
              anna: {token-sha256: %s, tenant: acme, roles: [chief]}
              bert: {token-sha256: %s, tenant: acme, roles: [chief]}
            roles:
              clerk:
                allow: ["flow:pay-back", "api:tasks.read", {action: "tool:refund", when: "args.amount <= 200"}]
              chief: {allow: ["api:inbox.*"]}
            approvals:
              - {action: "tool:refund", when: "args.amount > 100", people: 2}
              - {action: "tool:refund", when: "args.amount > 50"}
            """;

    private static final String ROUTES = """
            - route:
                id: refund
                description: Pays money back.
                group: tool
                routeConfigurationId: errors-to-caller
                from:
                  uri: direct
                  parameters: {name: refund}
                  steps:
                    - setBody: {simple: "paid ${body[amount]};"}
                    - to:
                        uri: file
                        parameters: {directoryName: %s, fileName: all.txt, fileExist: Append}
            - route:
                id: pay-back
                description: Pays back what is asked.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: pay-back}
                  steps:
                    - step:
                        id: pay-it-back
                        steps:
                          - setHeader: {name: tuttiTool, constant: refund}
                          - to: {uri: direct, parameters: {name: call-tool}}
            """;

    @TempDir
    private static Path directory;

    private static Path paid;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path config = Files.createDirectory(directory.resolve("config"));
        paid = directory.resolve("paid").resolve("all.txt");
        Files.writeString(routes.resolve("pay-back.camel.yaml"), ROUTES.formatted(paid.getParent()));
        Files.writeString(
                config.resolve("access.yaml"),
                ACCESS.formatted(TestTokens.hash("crm"), TestTokens.hash("anna"), TestTokens.hash("bert")));
        Files.writeString(config.resolve("tools.yaml"), "tools: {refund: {effect: at-most-once}}\n");
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes, "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @BeforeEach
    void nothingIsPaid() throws IOException {
        Files.deleteIfExists(paid);
    }

    @Test
    void callsTheToolOnlyAsTheRulesAndThePeopleSay() throws Exception {
        String small = submit(20);
        hub.awaitTask(small, "COMPLETED");
        assertThat(paid()).isEqualTo("paid 20;");
        assertThat(record("tool.called", small).findValuesAsText("by"))
                .containsOnly("role clerk: tool:refund when args.amount <= 200");

        String large = submit(300);
        assertThat(hub.awaitTask(large, "FAILED").at("/error/message").asText())
                .contains("'crm'", "'tool:refund'", "only by [role clerk: tool:refund when args.amount <= 200]");
        assertThat(record("permission.denied", large)).hasSize(1);
        assertThat(paid()).isEqualTo("paid 20;");
    }

    @Test
    void needsTwoPeopleForTheSameArguments() throws Exception {
        String task = submit(150);
        hub.awaitTask(task, "WAITING");
        assertThat(item().at("/case/suggestion/amount").asInt()).isEqualTo(150);
        JsonNode first = item();
        assertThat(decide("anna", "{\"decision\": \"approve\"}").statusCode()).isEqualTo(200);
        hub.kill();
        hub.start();
        awaitAnother(first);
        var again = decide("anna", "{\"decision\": \"approve\"}");
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.body()).contains("anna", "somebody else");
        assertThat(paid()).isEmpty();

        JsonNode second = item();
        assertThat(decide("bert", "{\"decision\": \"edit\", \"output\": {\"amount\": 120}}")
                        .statusCode())
                .isEqualTo(200);
        awaitAnother(second);
        assertThat(item().at("/case/suggestion/amount").asInt()).isEqualTo(120);
        assertThat(paid()).isEmpty();
        decide("anna", "{\"decision\": \"approve\", \"reason\": \"as agreed\"}");
        hub.awaitTask(task, "COMPLETED");
        assertThat(paid()).isEqualTo("paid 120;");
        assertThat(record("tool.called", task).findValuesAsText("agreed")).containsOnly("bert, anna");
        assertThat(record("handoff.decided", task).findValuesAsText("reason")).contains("as agreed");
    }

    @Test
    void refusesWhatOnePersonRejectsAndWhatAnEditMakesForbidden() throws Exception {
        String rejected = submit(150);
        hub.awaitTask(rejected, "WAITING");
        decide("anna", "{\"decision\": \"reject\", \"reason\": \"not his\"}");
        assertThat(hub.awaitTask(rejected, "FAILED").at("/error/message").asText())
                .contains("anna", "not his");

        String raised = submit(150);
        hub.awaitTask(raised, "WAITING");
        decide("anna", "{\"decision\": \"edit\", \"output\": {\"amount\": 500}}");
        assertThat(hub.awaitTask(raised, "FAILED").at("/error/message").asText())
                .contains("only by");
        assertThat(paid()).isEmpty();
    }

    @Test
    void needsAsManyPeopleAsTheChangedArgumentsWant() throws Exception {
        String task = submit(60);
        hub.awaitTask(task, "WAITING");
        JsonNode first = item();
        decide("anna", "{\"decision\": \"edit\", \"output\": {\"amount\": 150}}");
        awaitAnother(first);
        assertThat(paid()).as("one was enough for 60, not for 150").isEmpty();
        decide("bert", "{\"decision\": \"approve\"}");
        hub.awaitTask(task, "COMPLETED");
        assertThat(paid()).isEqualTo("paid 150;");
    }

    private String submit(int amount) throws Exception {
        var answer = send("crm", "/api/tasks", "{\"flow\": \"pay-back\", \"input\": {\"amount\": " + amount + "}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return HubProcess.JSON.readTree(answer.body()).path("id").asText();
    }

    private HttpResponse<String> decide(String who, String decision) throws Exception {
        return send(who, "/api/inbox/" + item().path("id").asText() + "/decision", decision);
    }

    private HttpResponse<String> send(String who, String path, String body) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + TestTokens.of(who))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode item() throws Exception {
        JsonNode items = hub.json("/api/inbox");
        assertThat(items).as(items.toString()).hasSize(1);
        return items.get(0);
    }

    private void awaitAnother(JsonNode before) {
        Awaitility.await("another item than " + before)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    JsonNode items = hub.json("/api/inbox");
                    return items.size() == 1 && !items.get(0).path("id").equals(before.path("id"));
                });
    }

    private JsonNode record(String action, String task) throws Exception {
        return hub.json("/api/audit?action=" + action + "&task=" + task);
    }

    private String paid() throws IOException {
        return Files.exists(paid) ? Files.readString(paid) : "";
    }
}
