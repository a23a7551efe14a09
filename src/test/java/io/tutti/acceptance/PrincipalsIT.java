package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.TestTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Principals that the API makes, and tokens that expire, are rotated and taken away. */
class PrincipalsIT {

    private static final String ACCESS = """
            principals:
              late: {token-sha256: %s, tenant: acme, roles: [viewer], expires: "2026-01-01T00:00:00Z"}
              chief: {token-sha256: %s, tenant: acme, roles: [viewer, clerk, maker]}
            roles:
              clerk: {allow: ["flow:customer-support", "pool:default", "tool:open-ticket", "api:tasks.read"]}
              maker: {allow: ["api:principals.*"]}
              desk: {allow: [{action: "api:inbox.*", when: "flow == 'customer-support'"}]}
              cashier: {allow: [{action: "api:inbox.*", when: "flow == 'refunds'"}]}
            """;

    @TempDir
    private static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(
                config.resolve("access.yaml"), ACCESS.formatted(TestTokens.hash("late"), TestTokens.hash("chief")));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config, "--tutti.audit.permissions=all")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void livesFromItsMakingToItsRemoval() throws Exception {
        JsonNode made = json(make(hub.token(), "{\"name\": \"crm\", \"tenant\": \"acme\", \"roles\": [\"clerk\"]}"));
        String token = made.path("token").asText();
        assertThat(token).matches("[0-9a-f]{64}");
        hub.kill();
        hub.start();
        assertThat(get(token, "/api/tasks").statusCode()).isEqualTo(200);
        assertThat(hub.json("/api/principals").toString()).contains("crm").doesNotContain(token);

        String second = json(post(hub.token(), "/api/principals/crm/token", "{\"grace\": \"1h\"}"))
                .path("token")
                .asText();
        assertThat(get(token, "/api/tasks").statusCode()).as("within the grace").isEqualTo(200);
        String third = json(post(hub.token(), "/api/principals/crm/token", "{\"expiresIn\": \"1h\"}"))
                .path("token")
                .asText();
        assertThat(get(token, "/api/tasks").statusCode()).isEqualTo(401);
        assertThat(get(second, "/api/tasks").statusCode()).as("without a grace").isEqualTo(401);
        assertThat(get(third, "/api/tasks").statusCode()).isEqualTo(200);

        String task = json(post(
                        third,
                        "/api/tasks?wait=30s",
                        "{\"flow\": \"customer-support\", \"input\": \"I want to talk to a person.\"}"))
                .path("id")
                .asText();
        hub.awaitTask(task, "WAITING");
        assertThat(hub.send(hub.request("/api/principals/crm").DELETE().build()).statusCode())
                .isEqualTo(200);
        assertThat(get(third, "/api/tasks").statusCode()).isEqualTo(401);
        hub.post("/api/inbox/" + itemOf(task) + "/decision", "{\"decision\": \"answer\", \"output\": \"Call us.\"}");
        assertThat(hub.awaitTask(task, "FAILED").at("/error/message").asText())
                .contains("'crm'", "tool:open-ticket", "no rule of the roles []");
        assertThat(hub.json("/api/audit?action=principal.changed"))
                .filteredOn(record -> record.path("subject").asText().equals("crm"))
                .extracting(record -> record.at("/detail/change").asText())
                .containsExactly("made", "rotated", "rotated", "removed");
        JsonNode allowed = hub.json("/api/audit?action=permission.allowed&principal=crm&limit=1000");
        assertThat(allowed.findValuesAsText("subject"))
                .contains("api:tasks.read", "flow:customer-support", "connector:read-questions-action");
        assertThat(allowed.findValuesAsText("by")).hasSameSizeAs(allowed).doesNotContain("");
    }

    @Test
    void givesNobodyMoreThanItsMakerHas() throws Exception {
        String chief = TestTokens.of("chief");
        assertThat(make(chief, "{\"name\": \"a\", \"roles\": [\"clerk\"]}").statusCode())
                .isEqualTo(201);
        var more = make(chief, "{\"name\": \"b\", \"roles\": [\"operator\"]}");
        assertThat(more.statusCode()).isEqualTo(403);
        assertThat(more.body()).contains("operator", "more than the own roles");
        assertThat(make(chief, "{\"name\": \"b\", \"tenant\": \"other\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(403);
        make(hub.token(), "{\"name\": \"far\", \"tenant\": \"other\", \"roles\": [\"clerk\"]}");
        assertThat(json(get(chief, "/api/principals")).findValuesAsText("name"))
                .contains("a")
                .doesNotContain("far");
        make(hub.token(), "{\"name\": \"boss\", \"tenant\": \"acme\", \"roles\": [\"operator\"]}");
        assertThat(post(chief, "/api/principals/boss/token", "{}").statusCode())
                .as("a token of somebody with more rights")
                .isEqualTo(403);
        assertThat(post(chief, "/api/principals/far/token", "{}").statusCode()).isEqualTo(404);
        assertThat(get(TestTokens.of("late"), "/api/tasks").statusCode())
                .as("expired")
                .isEqualTo(401);
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        assertThat(make(hub.token(), "{\"name\": \"admin\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(make(hub.token(), "{\"name\": \"jmx\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(make(hub.token(), "{\"name\": \"A b\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(make(hub.token(), "{\"roles\": [\"clerk\"]}").statusCode()).isEqualTo(400);
        assertThat(make(hub.token(), "{\"name\": \"x\"}").body()).contains("needs roles of access.yaml", "viewer");
        assertThat(make(hub.token(), "{\"name\": \"x\", \"roles\": [\"king\"]}").body())
                .contains("king");
        assertThat(make(hub.token(), "{\"name\": \"x\", \"roles\": [\"clerk\"], \"expiresIn\": \"soon\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(make(hub.token(), "{\"name\": \"x\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(make(hub.token(), "{\"name\": \"x\", \"roles\": [\"clerk\"]}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void givesEachPersonTheInboxOfTheirFlows() throws Exception {
        String desk = json(make(hub.token(), "{\"name\": \"ann\", \"roles\": [\"desk\"]}"))
                .path("token")
                .asText();
        String cashier = json(make(hub.token(), "{\"name\": \"bob\", \"roles\": [\"cashier\"]}"))
                .path("token")
                .asText();
        String task = json(post(
                        hub.token(),
                        "/api/tasks",
                        "{\"flow\": \"customer-support\", \"input\": \"I want to talk to a person.\"}"))
                .path("id")
                .asText();
        hub.awaitTask(task, "WAITING");

        assertThat(json(get(cashier, "/api/inbox"))).isEmpty();
        JsonNode items = json(get(desk, "/api/inbox"));
        assertThat(items.findValuesAsText("task")).contains(task);
        String item = "/api/inbox/" + itemOf(task);
        String answer = "{\"decision\": \"answer\", \"output\": \"Call us.\"}";
        assertThat(get(cashier, item).statusCode()).isEqualTo(403);
        assertThat(post(cashier, item + "/decision", answer).statusCode()).isEqualTo(403);
        assertThat(get(desk, "/api/audit").statusCode()).isEqualTo(403);
        assertThat(post(desk, item + "/decision", answer).statusCode()).isEqualTo(200);
        hub.awaitTask(task, "COMPLETED");
    }

    private static String itemOf(String task) throws Exception {
        for (JsonNode item : hub.json("/api/inbox")) {
            if (item.path("task").asText().equals(task)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("No item of task " + task);
    }

    private static HttpResponse<String> make(String token, String body) throws Exception {
        return post(token, "/api/principals", body);
    }

    private static HttpResponse<String> post(String token, String path, String body) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> get(String token, String path) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return HubProcess.JSON.readTree(answer.body());
    }
}
