package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.acceptance.BrokerProcess;
import io.tutti.acceptance.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F16: many callers and two hubs against one budget, each hub killed in between. Judge is the provider: what it has
 * billed. 10,000 calls with {@code -Dfaults.long=true}, else 1,500.
 */
class BudgetFaultsIT {

    private static final String TOKEN = "a-token-of-the-crm";
    private static final int CALLERS = 64;
    private static final int CALLS = Boolean.getBoolean("faults.long") ? 10_000 : 1_500;
    private static final int TURNS = 10;
    private static final BigDecimal EACH = new BigDecimal("0.00004");
    private static final BigDecimal LIMIT = EACH.multiply(BigDecimal.valueOf(CALLS));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final byte[] ANSWER = """
            {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30}}
            """.getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path directory;

    private static final AtomicInteger BILLED = new AtomicInteger();
    private static final AtomicInteger ANSWERED = new AtomicInteger();
    private static HttpServer provider;
    private static ExecutorService providerThreads;
    private static EmbeddedPostgres postgres;
    private static BrokerProcess broker;
    private static HubProcess first;
    private static HubProcess second;

    @BeforeAll
    static void start() throws Exception {
        providerThreads = Executors.newVirtualThreadPerTaskExecutor();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CALLERS);
        provider.setExecutor(providerThreads);
        provider.createContext("/v1/chat/completions", BudgetFaultsIT::bill);
        provider.start();
        postgres = EmbeddedPostgres.start();
        broker = new BrokerProcess(directory.resolve("broker")).start();
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  priced: {provider: openai-compatible, model: m, base-url: "http://127.0.0.1:%d/v1", max-output: 20,
                           max-concurrent: 100, price: {input: 1, output: 2}}
                """.formatted(
                        provider.getAddress().getPort()));
        Files.writeString(config.resolve("access.yaml"), """
                principals:
                  crm: {token-sha256: "%s", tenant: acme, roles: [caller]}
                roles:
                  caller: {allow: ["model:priced"]}
                """.formatted(HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)))));
        Files.writeString(
                config.resolve("budgets.yaml"),
                "budgets: [{scope: 'tenant:acme', per: month, usd: %s}]".formatted(LIMIT.toPlainString()));
        first = hub("first", config).start();
        second = hub("second", config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        first.close();
        second.close();
        broker.close();
        postgres.close();
        provider.stop(0);
        providerThreads.close();
    }

    @Test
    void spendsNoMoreThanThereIs() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                List<HubProcess> hubs = i % 2 == 0 ? List.of(first, second) : List.of(second, first);
                callers.add(threads.submit(() -> {
                    callUntilRefused(hubs);
                    return null;
                }));
            }
            killAfter(first, CALLS / 5);
            killAfter(second, CALLS / 2);
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        Awaitility.await("no hub holds anything of the budget")
                .atMost(PATIENCE)
                .until(() -> decimal("reserved").signum() == 0);
        BigDecimal billed = EACH.multiply(BigDecimal.valueOf(BILLED.get()));
        BigDecimal recorded = new BigDecimal(
                second.json("/api/costs?by=tenant").path(0).path("usd").asText());
        assertThat(billed).as("what the provider billed").isLessThanOrEqualTo(LIMIT);
        assertThat(decimal("spent")).as("what the budget says").isBetween(billed, LIMIT);
        assertThat(decimal("spent").subtract(decimal("inDoubt")))
                .as("what is settled is what is in the book of costs")
                .isEqualByComparingTo(recorded);
        assertThat(ANSWERED.get()).as("the budget was of use").isGreaterThan(CALLS / 2);
    }

    private static void callUntilRefused(List<HubProcess> hubs) throws Exception {
        int turn = 0;
        while (true) {
            HubProcess hub = hubs.get(turn++ / TURNS % 2);
            HttpRequest request = HttpRequest.newBuilder(hub.uri("/v1/chat/completions"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(
                            HttpRequest.BodyPublishers.ofString(
                                    "{\"model\": \"priced\", \"messages\": [{\"role\": \"user\", \"content\": \"Is it so?\"}]}"))
                    .build();
            try {
                HttpResponse<String> answer = hub.send(request);
                if (answer.statusCode() == 429) {
                    assertThat(answer.body()).contains("rate_limit_error").contains("The budget of tenant acme");
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    return;
                }
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
                ANSWERED.addAndGet(answer.statusCode() == 200 ? 1 : 0);
            } catch (IOException e) {
                // The hub was killed; the next turn asks the other one.
                turn += TURNS;
            }
        }
    }

    private static void killAfter(HubProcess hub, int calls) throws Exception {
        Awaitility.await(calls + " calls").atMost(PATIENCE).until(() -> BILLED.get() >= calls);
        hub.kill();
        hub.start();
    }

    private static BigDecimal decimal(String field) throws Exception {
        JsonNode budget = second.json("/api/budgets").path(0);
        return new BigDecimal(budget.path(field).asText());
    }

    private static void bill(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            BILLED.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    private static HubProcess hub(String name, Path config) {
        return new HubProcess(
                directory.resolve(name),
                "--tutti.config=" + config,
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--tutti.jms.url=" + broker.url(),
                "--tutti.jms.password=none");
    }
}
