package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.model.ScriptedEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that lie in a HashiCorp Vault, whose answers to its HTTP API (key-value engine, version 2) are scripted. */
class VaultIT {

    private static final String TOKEN = "hvs.token-of-the-test";
    private static final String KEY = "sk-from-a-vault";

    @TempDir
    private Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer vault;

    @BeforeEach
    void start() throws Exception {
        vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vault.createContext("/", this::answer);
        vault.start();
    }

    @AfterEach
    void stop() {
        vault.stop(0);
    }

    @Test
    void takesAKeyOutOfAVault() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint();
                HubProcess hub = hub(endpoint.url(), TOKEN)) {
            endpoint.says(ScriptedEndpoint.answer("Fine."));
            hub.start();
            var answer = hub.send(hub.request("/v1/chat/completions")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\": \"fast\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"))
                    .build());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().getHeader("Authorization"))
                    .isEqualTo("Bearer " + KEY);
            assertThat(asked).contains("/v1/secret/data/tutti");
            assertThat(hub.log()).doesNotContain(KEY, TOKEN);
            assertThat(hub.get("/api/models").body()).doesNotContain(KEY);
        }
    }

    @Test
    void doesNotStartWithoutTheVaultsAnswer() throws Exception {
        try (HubProcess hub = hub("http://127.0.0.1:1/v1", "wrong")) {
            hub.launch();
            assertThat(hub.awaitExit()).isEqualTo(1);
            assertThat(hub.log())
                    .contains("The hub does not start: tutti.vault.path is 'secret/tutti'", "permission denied")
                    .doesNotContain("\tat ", "wrong");
        }
    }

    private HubProcess hub(String models, String token) throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  fast: {provider: openai-compatible, model: m, base-url: "%s", api-key: "${OPENAI_KEY}", free: true}
                pools:
                  default: {try: [fast]}
                """.formatted(models));
        return new HubProcess(
                        directory.resolve("data"),
                        "--tutti.config=" + config,
                        "--tutti.vault.path=secret/tutti",
                        "--vault.uri=http://127.0.0.1:" + vault.getAddress().getPort())
                .environment(Map.of("VAULT_TOKEN", token));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
        } else if (path.startsWith("/v1/sys/internal/ui/mounts/secret")) {
            send(exchange, 200, "{\"data\":{\"path\":\"secret/\",\"type\":\"kv\",\"options\":{\"version\":\"2\"}}}");
        } else if (path.equals("/v1/secret/data/tutti")) {
            send(
                    exchange,
                    200,
                    "{\"lease_duration\":0,\"data\":{\"data\":{\"OPENAI_KEY\":\"" + KEY
                            + "\"},\"metadata\":{\"version\":1}}}");
        } else {
            send(exchange, 404, "{\"errors\":[]}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
