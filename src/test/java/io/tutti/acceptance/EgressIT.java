package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A packaged hub that may connect to one host alone, with a trap on this machine. */
class EgressIT {

    @TempDir
    static Path directory;

    private static ServerSocket trap;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        trap = new ServerSocket(0);
        trap.setSoTimeout(10);
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  named: {provider: openai-compatible, model: m, free: true, base-url: "http://models.example.org:%1$d/v1"}
                  loopback: {provider: openai-compatible, model: m, free: true, base-url: "http://localhost.example.org:%1$d/v1"}
                  metadata: {provider: openai-compatible, model: m, free: true, base-url: "http://169.254.169.254:%1$d/v1"}
                  mapped: {provider: ollama, model: m, free: true, base-url: "http://[::ffff:127.0.0.1]:%1$d/v1"}
                  proxied: {provider: openai-compatible, model: m, free: true, base-url: "http://api.example.org/v1", proxy: "http://127.0.0.2:%1$d"}
                pools:
                  default: {try: [local]}
                """.formatted(trap.getLocalPort()));
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("call-out.camel.yaml"), """
                - route:
                    id: call-out
                    description: Calls a system that nobody listed.
                    group: flow
                    routeConfigurationId: errors-to-dead-letter
                    from:
                      uri: direct
                      parameters: {name: call-out}
                      steps:
                        - kamelet:
                            name: tool-http-action
                            parameters: {url: "http://erp.example.org:%d/charges"}
                """.formatted(trap.getLocalPort()));
        hub = new HubProcess(
                        directory.resolve("data"),
                        HubProcess.PACKAGED,
                        "--tutti.config=" + config,
                        "--tutti.routes=" + routes,
                        "--tutti.egress.hosts=127.0.0.2")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        trap.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"named", "loopback", "metadata", "mapped", "proxied"})
    void asksNoModelAtAnotherHost(String model) throws Exception {
        HttpResponse<String> answer = hub.send(hub.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\": \"" + model + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("not-permitted", "tutti.egress.hosts permits only 127.0.0.2");
        requireNobodyCame();
    }

    @Test
    void looksNamesUpWithTheGuard() throws Exception {
        assertThat(hub.log()).contains("Tutti is ready").doesNotContain("without the hub's guard");
    }

    @Test
    void callsNoSystemAtAnotherHost() throws Exception {
        String id = HubProcess.JSON
                .readTree(hub.post("/api/tasks", "{\"flow\": \"call-out\", \"input\": {\"sum\": 3}}")
                        .body())
                .path("id")
                .asText();
        JsonNode task = hub.awaitTask(id, "FAILED");
        assertThat(task.at("/error/message").asText())
                .contains("The host erp.example.org was to be connected to", "tutti.egress.hosts");
        requireNobodyCame();
    }

    /** Whoever had connected would wait in the backlog of the socket. */
    private static void requireNobodyCame() {
        assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
    }
}
