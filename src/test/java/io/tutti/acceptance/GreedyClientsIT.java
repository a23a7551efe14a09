package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.home.TestTokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask too much at once, or too slowly, beside one that behaves. */
class GreedyClientsIT {

    private static final int MOST = 250;
    private static final int TOO_MANY = 50;
    private static final String SHORT = "{\"flow\": \"take-time\", \"input\": 1}";
    private static final int SLOW = 600;
    /** So many tasks leave a trail that fits in no buffer of a connection. */
    private static final int RECORDED = 300;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String ACCESS = """
            principals:
              greedy: {token-sha256: %s, tenant: acme, roles: [clerk]}
              polite: {token-sha256: %s, tenant: acme, roles: [clerk]}
            roles:
              clerk: {allow: ["flow:take-time", "api:tasks.read", "api:tasks.cancel"]}
            """;

    private static final String ROUTE = """
            - route:
                id: take-time
                description: Takes as long as the input says.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: take-time}
                  steps:
                    - delay: {expression: {simple: "${body}"}}
            """;

    @TempDir
    private static Path directory;

    private static HubProcess hub;
    private static final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(routes.resolve("take-time.camel.yaml"), ROUTE);
        Files.writeString(
                config.resolve("access.yaml"), ACCESS.formatted(TestTokens.hash("greedy"), TestTokens.hash("polite")));
        hub = new HubProcess(
                        directory.resolve("data"),
                        "--tutti.routes=" + routes,
                        "--tutti.config=" + config,
                        "--tutti.http.most-concurrent=" + MOST)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        http.close();
    }

    /** All of them wait for the same task, which ends when it is cancelled. */
    @Test
    void givesOnePrincipalSoMuchAtOnceAndTheOthersTheirs() throws Exception {
        String body = "{\"flow\": \"take-time\", \"input\": 600000, \"key\": \"the same\"}";
        String held = new ObjectMapper()
                .readTree(send(post("greedy", "/api/tasks", body)).body())
                .path("id")
                .asText();
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        var answers = new LinkedBlockingQueue<HttpResponse<String>>();
        for (int i = 0; i < MOST + TOO_MANY; i++) {
            asked.add(http.sendAsync(post("greedy", "/api/tasks?wait=5m", body), HttpResponse.BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> answers.add(answer)));
        }
        for (int i = 0; i < TOO_MANY; i++) {
            HttpResponse<String> refused = answers.poll(1, TimeUnit.MINUTES);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("'greedy'", MOST + " of its requests", "tutti.http.most-concurrent");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        }
        HttpResponse<String> asOpenAi = send(post("greedy", "/v1/chat/completions", "{}"));
        assertThat(asOpenAi.statusCode()).isEqualTo(429);
        assertThat(asOpenAi.headers().firstValue("Retry-After")).contains("1");
        assertThat(new ObjectMapper()
                        .readTree(asOpenAi.body())
                        .at("/error/type")
                        .asText())
                .isEqualTo("rate_limit_error");
        assertThat(politely()).isEqualTo(200);
        assertThat(send(post("polite", "/api/tasks/" + held + "/cancel", "")).statusCode())
                .isEqualTo(200);
        assertThat(asked.stream().filter(answer -> answer.join().statusCode() == 200))
                .hasSize(MOST);
        assertThat(send(post("greedy", "/api/tasks", SHORT)).statusCode()).isEqualTo(202);
    }

    @Test
    void answersWhileManySendAndReadTooSlowly() throws Exception {
        for (int i = 0; i < RECORDED; i++) {
            send(post("polite", "/api/tasks?wait=30s", SHORT));
        }
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(begin(i));
            }
            for (int round = 0; round < 10; round++) {
                for (Socket one : slow) {
                    one.getOutputStream().write('x');
                }
                assertThat(politely()).isEqualTo(200);
            }
            assertThat(hub.isAlive()).isTrue();
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
        assertThat(politely()).isEqualTo(200);
    }

    /** A third never ends its headers, a third never ends its body, a third reads nothing of what it asks. */
    private static Socket begin(int number) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", hub.ports().getFirst()));
        String text = switch (number % 3) {
            case 0 -> "GET /api/tasks HTTP/1.1\r\nHost: hub\r\nX-Slow: ";
            case 1 ->
                "POST /api/tasks HTTP/1.1\r\n" + authorized(TestTokens.of("greedy"))
                        + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"flow\": \"";
            default -> "GET /api/audit/export HTTP/1.1\r\n" + authorized(hub.token()) + "\r\n";
        };
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String authorized(String token) {
        return "Host: hub\r\nAuthorization: Bearer " + token + "\r\n";
    }

    /** The status of somebody else's request, which has to come soon. */
    private static int politely() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(hub.uri("/api/tasks?limit=1"))
                .header("Authorization", "Bearer " + TestTokens.of("polite"))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .statusCode();
    }

    private static HttpRequest post(String who, String path, String body) {
        return HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + TestTokens.of(who))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
