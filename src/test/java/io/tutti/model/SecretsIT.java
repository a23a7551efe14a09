package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Twelve secrets, seven keys and five headers of eight providers, through everything that can go wrong at an endpoint: each
 * is sent, and none is in a log, an error, the audit trail or the record of costs.
 */
class SecretsIT {

    private static final String CANARY = "sk-canary-";
    private static final int SECRETS = 12;

    private static final FaultyEndpoint FAULTY = new FaultyEndpoint();
    private static final StringBuffer SENT = new StringBuffer();
    private static final Map<String, FaultyEndpoint.Fault> FAULTS = faults();

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    static Stream<String> names() {
        return FAULTS.keySet().stream();
    }

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
    }

    @AfterAll
    static void requireThatEachWasSent() {
        FAULTY.close();
        for (int i = 1; i <= SECRETS; i++) {
            assertThat(SENT.toString()).as("what was sent").contains(secret(i));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void areFoundNowhere(String name) {
        FAULTY.has(FAULTS.get(name));
        List<String> told = new ArrayList<>();
        try (CallModel route = new CallModel(
                Clock.systemUTC(),
                models(),
                Map.of("tutti.model.deadline", "30s", "tutti.model.max-response", "200KB"),
                "budgets: [{scope: hub, per: month, usd: 10}]")) {
            Exchange asked = route.ask("How is it?");
            told.add(String.valueOf(asked.getMessage().getBody()));
            told.add(String.valueOf(asked.getVariables()));
            told.add(trace(asked.getException()));
            told.add(route.audited.toString());
            told.add(route.spent.toString());
            told.add(route.models.list().toString());
            told.add(route.meters.getMetersAsString());
        }
        logged.list.forEach(event -> told.add(event.getFormattedMessage() + trace(event.getThrowableProxy())));

        assertThat(FAULTY.requests()).anyMatch(request -> request.contains(CANARY));
        FAULTY.requests().forEach(SENT::append);
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
    }

    /** Those of F5, and an endpoint that says what it was sent. */
    private static Map<String, FaultyEndpoint.Fault> faults() {
        Map<String, FaultyEndpoint.Fault> faults =
                new LinkedHashMap<>(ModelFaults.all(FAULTY, "http://127.0.0.1:1/v1"));
        for (String status : List.of("200 OK", "400 Bad Request", "401 Unauthorized", "500 Internal Server Error")) {
            faults.put("echo with " + status, (socket, out, isStream) -> {
                String body = "{\"error\": {\"message\": \"You sent "
                        + FAULTY.requests()
                                .getLast()
                                .replace("\\", "")
                                .replace("\"", "'")
                                .replaceAll("[\r\n]+", " ")
                        + "\", \"type\": \"error\"}}";
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                out.write(("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + bytes.length + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.write(bytes);
                out.flush();
            });
        }
        return faults;
    }

    private static String models() {
        String base = FAULTY.url().replace("/v1", "");
        Map<String, String> providers = new LinkedHashMap<>();
        providers.put("openai", "base-url: \"" + base + "/v1\"");
        providers.put("openai-compatible", "base-url: \"" + base + "/v1\"");
        providers.put("azure-openai", "base-url: \"" + base + "\", api-version: \"2024-10-21\"");
        providers.put("anthropic", "base-url: \"" + base + "/v1\"");
        providers.put("gemini", "base-url: \"" + base + "/v1beta\"");
        providers.put("mistral", "base-url: \"" + base + "/v1\"");
        providers.put("bedrock", "base-url: \"" + base + "\", region: eu-central-1");
        providers.put("ollama", "base-url: \"" + base + "\"");
        StringBuilder yaml = new StringBuilder("models:\n");
        int secret = 0;
        for (var provider : providers.entrySet()) {
            boolean hasKey = !provider.getKey().equals("ollama");
            boolean hasHeader = !hasKey || secret >= 3;
            yaml.append("  of-")
                    .append(provider.getKey())
                    .append(": {provider: ")
                    .append(provider.getKey());
            yaml.append(", model: m, free: true, timeout: 250ms, ").append(provider.getValue());
            if (hasKey) {
                yaml.append(", api-key: \"").append(secret(++secret)).append('"');
            }
            if (hasHeader) {
                yaml.append(", headers: {X-Secret: \"").append(secret(++secret)).append("\"}");
            }
            yaml.append("}\n");
        }
        assertThat(secret).isEqualTo(SECRETS);
        return yaml + "pools:\n  default: {try: ["
                + providers.keySet().stream().map(name -> "of-" + name).collect(Collectors.joining(", "))
                + "], retries: 0, checks: [not-empty]}\n";
    }

    private static String secret(int number) {
        return CANARY + (char) ('a' + number) + "-Zq7Lm2Xw9Tr4";
    }

    private static String trace(Throwable failure) {
        if (failure == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String trace(IThrowableProxy failure) {
        return failure == null ? "" : failure.getMessage() + trace(failure.getCause());
    }
}
