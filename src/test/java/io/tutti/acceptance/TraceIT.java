package io.tutti.acceptance;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.model.ScriptedEndpoint;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace from whoever asks, by HTTP or JMS, through the hub to the provider of a model, and back. */
class TraceIT {

    private static final String PARENT = "b7ad6b7169203331";
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(60).toMillis();

    @TempDir
    static Path directory;

    private static final ScriptedEndpoint provider = new ScriptedEndpoint();
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  fast: {provider: openai-compatible, model: gpt-4o-mini, base-url: "%s", price: {input: 1, output: 2}}
                pools:
                  default: {try: [fast, local], retries: 0, checks: [not-refusal, grounded, confident]}
                """.formatted(provider.url()));
        Files.writeString(
                config.resolve("access.yaml"), """
                principals:
                  caller: {token-sha256: "%s", tenant: default, roles: [submitter]}
                  viewer: {token-sha256: "%s", tenant: acme, roles: [viewer]}
                """.formatted(hash("token-of-caller"), hash("token-of-viewer")));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        provider.close();
    }

    @Test
    void goesThroughTheDoorOfOpenAi() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c800001";
        provider.says(answer("Fine."));
        HttpResponse<String> answered = hub.send(hub.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("traceparent", header(trace))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\": \"fast\", \"messages\": [{\"role\": \"user\", \"content\": \"How are you?\"}]}"))
                .build());
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);

        JsonNode spans = hub.json("/api/traces/" + trace);

        assertThat(spans).hasSize(1);
        JsonNode call = spans.get(0);
        assertThat(call.path("parentSpanId").asText()).isEqualTo(PARENT);
        assertThat(call.path("name").asText()).isEqualTo("chat gpt-4o-mini");
        assertThat(call.path("status").asText()).isEqualTo("ok");
        assertThat(call.at("/attributes/gen_ai.usage.input_tokens").asLong()).isEqualTo(1000);
        assertThat(call.at("/attributes/gen_ai.request.model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(call.at("/attributes/tutti.cost.usd").asText()).isEqualTo("0.001200");
        assertThat(atTheProvider())
                .isEqualTo("00-" + trace + "-" + call.path("spanId").asText() + "-01");
    }

    @Test
    void goesOverJmsThroughATaskAndBack() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c800002";
        provider.says(status(503));
        JsonNode task;
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            JMSConsumer consumer = jms.createConsumer(replies);
            TextMessage question = jms.createTextMessage("How many days do I have to return an item?");
            question.setJMSReplyTo(replies);
            question.setStringProperty("traceparent", header(trace));
            jms.createProducer().send(jms.createQueue("tutti.tasks.customer-support"), question);
            Message reply = consumer.receive(PATIENCE_MILLIS);
            assertThat(reply).isNotNull();
            task = HubProcess.JSON.readTree(reply.getBody(String.class));
            String span = task.path("id").asText().replace("-", "").substring(16);
            assertThat(reply.getStringProperty("traceparent")).isEqualTo("00-" + trace + "-" + span + "-01");
        }
        assertThat(task.path("trace").asText()).isEqualTo(trace);

        JsonNode spans = hub.json("/api/traces/" + trace);

        JsonNode ofTask = spans.get(0);
        assertThat(ofTask.path("name").asText()).isEqualTo("flow customer-support");
        assertThat(ofTask.path("parentSpanId").asText()).isEqualTo(PARENT);
        assertThat(ofTask.path("endTime").asText()).isNotEmpty();
        assertThat(spans.findValuesAsText("name")).contains("chat gpt-4o-mini", "chat local");
        JsonNode failed = spans.get(1);
        assertThat(failed.path("status").asText()).isEqualTo("error");
        assertThat(failed.at("/attributes/error.type").asText()).isEqualTo("server-error");
        assertThat(failed.path("parentSpanId")).isEqualTo(ofTask.path("spanId"));
        assertThat(atTheProvider())
                .isEqualTo("00-" + trace + "-" + failed.path("spanId").asText() + "-01");
    }

    @Test
    void beginsWithATaskThatHasNone() throws Exception {
        provider.says(status(503));
        JsonNode task = hub.ask("How do I change my delivery address?");
        assertThat(task.path("trace").asText())
                .isEqualTo(task.path("id").asText().replace("-", ""));
        assertThat(hub.json("/api/traces/" + task.path("trace").asText()).findValuesAsText("name"))
                .contains("flow customer-support", "chat gpt-4o-mini", "chat local");
    }

    @Test
    void refusesWhatIsNoTrace() throws Exception {
        HttpResponse<String> refused = hub.get("/api/traces/of-yesterday");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("32 hexadecimal digits");
        assertThat(hub.json("/api/traces/0af7651916cd43dd8448eb211c80ffff")).isEmpty();
    }

    @Test
    void showsTracesAndBudgetsOnlyToWhoMaySeeThem() throws Exception {
        JsonNode task = hub.ask("How many days do I have to return an item?");
        String path = "/api/traces/" + task.path("trace").asText();
        for (String asked : List.of(path, "/api/budgets")) {
            assertThat(as("caller", asked).statusCode()).as(asked).isEqualTo(403);
            assertThat(as("nobody", asked).statusCode()).as(asked).isEqualTo(401);
        }
        assertThat(as("viewer", path).body()).as("another tenant's trace").isEqualTo("[]");
        assertThat(as("viewer", "/api/budgets").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> as(String principal, String path) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer token-of-" + principal)
                .GET()
                .build());
    }

    private static String hash(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static String atTheProvider() {
        return provider.requests().getLast().getHeader("traceparent");
    }

    private static String header(String trace) {
        return "00-" + trace + "-" + PARENT + "-01";
    }
}
