package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator stops is stopped at once, and after a restart too, until it is let work again. */
class KillSwitchIT {

    private static final String ROUTES = """
            - route:
                id: note
                description: Notes what is asked.
                group: tool
                routeConfigurationId: errors-to-caller
                from:
                  uri: direct
                  parameters: {name: note}
                  steps:
                    - setBody: {constant: noted}
            - route:
                id: take-note
                description: Takes a note.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: take-note}
                  steps:
                    - step:
                        id: note-it
                        steps:
                          - setHeader: {name: tuttiTool, constant: note}
                          - to: {uri: direct, parameters: {name: call-tool}}
            """;

    @TempDir
    private static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("take-note.camel.yaml"), ROUTES);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void stopsFlowsTenantsToolsAndModels() throws Exception {
        assertThat(kill("flow/take-note", "it notes nonsense").statusCode()).isEqualTo(200);
        hub.kill();
        hub.start();
        var refused = submit();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("The flow 'take-note' was stopped by admin (it notes nonsense)");
        revive("flow/take-note");

        kill("tenant/default", "it has not paid");
        assertThat(submit().body()).contains("The tenant 'default' was stopped by admin");
        assertThat(chat().statusCode()).isEqualTo(503);
        revive("tenant/default");

        kill("tool/note", "no ink");
        String task = HubProcess.JSON.readTree(submit().body()).path("id").asText();
        assertThat(hub.awaitTask(task, "FAILED").at("/error/message").asText()).contains("The tool 'note' was stopped");
        revive("tool/note");
        JsonNode letter = hub.json("/api/dead-letters").get(0);
        hub.post("/api/dead-letters/" + letter.path("id").asText() + "/redrive", "{}");
        hub.awaitTask(HubProcess.JSON.readTree(submit().body()).path("id").asText(), "COMPLETED");

        kill("model/local", "it repeats itself");
        var silent = chat();
        assertThat(silent.statusCode()).isEqualTo(503);
        assertThat(silent.body()).contains("it was stopped by admin: it repeats itself");
        assertThat(hub.json("/api/kill-switches").findValuesAsText("name")).containsExactly("local");
        revive("model/local");
        assertThat(chat().statusCode()).isNotEqualTo(503);

        assertThat(hub.json("/api/audit?action=kill-switch.changed").findValuesAsText("subject"))
                .containsExactly(
                        "flow:take-note",
                        "flow:take-note",
                        "tenant:default",
                        "tenant:default",
                        "tool:note",
                        "tool:note",
                        "model:local",
                        "model:local");
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        assertThat(kill("pool/default", "why not").body()).contains("'pool'", "model, tool, agent, flow, tenant");
        assertThat(kill("model/local", " ").statusCode()).isEqualTo(400);
        assertThat(hub.send(hub.request("/api/kill-switches/model/local")
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.json("/api/kill-switches")).isEmpty();
    }

    private HttpResponse<String> kill(String what, String reason) throws Exception {
        return hub.send(hub.request("/api/kill-switches/" + what)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\": \"" + reason + "\"}"))
                .build());
    }

    private void revive(String what) throws Exception {
        var answer = hub.send(hub.request("/api/kill-switches/" + what).DELETE().build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> submit() throws Exception {
        return hub.post("/api/tasks", "{\"flow\": \"take-note\", \"input\": \"milk\"}");
    }

    private HttpResponse<String> chat() throws Exception {
        return hub.post(
                "/v1/chat/completions",
                "{\"model\": \"local\", \"messages\": [{\"role\": \"user\", \"content\": \"Who are you?\"}]}");
    }
}
