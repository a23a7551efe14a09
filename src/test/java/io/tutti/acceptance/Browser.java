package io.tutti.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Chromium without a window, driven by the Chrome DevTools Protocol. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final WebSocket page;

    /** @param profile a new directory */
    Browser(Path profile) throws Exception {
        process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        Awaitility.await("Chromium's port")
                .atMost(PATIENCE)
                .failFast("Chromium ended", () -> !process.isAlive())
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
        JsonNode pages = HubProcess.JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + Files.readAllLines(port).getFirst() + "/json/list"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        page = http.newWebSocketBuilder()
                .buildAsync(URI.create(pages.get(0).path("webSocketDebuggerUrl").asText()), new Answers())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Where it is installed; empty when it is not. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "google-chrome").map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page and waits until it is loaded. */
    void open(URI address) throws Exception {
        call("Page.navigate", HubProcess.JSON.createObjectNode().put("url", address.toString()));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Waits until an expression is true on the page. */
    void await(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .until(() -> evaluate(expression).asBoolean());
    }

    /** The value of an expression, or of its promise, on the page that is open. */
    JsonNode evaluate(String expression) throws Exception {
        return call(
                        "Runtime.evaluate",
                        HubProcess.JSON
                                .createObjectNode()
                                .put("expression", expression)
                                .put("awaitPromise", true)
                                .put("returnByValue", true))
                .path("result")
                .path("value");
    }

    private JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        ObjectNode call = HubProcess.JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", parameters);
        page.sendText(call.toString(), true).join();
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).path("result");
    }

    @Override
    public void close() throws InterruptedException {
        page.abort();
        http.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            message.append(part);
            if (isLast) {
                hear();
                message.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void hear() {
            try {
                JsonNode answer = HubProcess.JSON.readTree(message.toString());
                Optional.ofNullable(answers.remove(answer.path("id").asInt()))
                        .ifPresent(waiting -> waiting.complete(answer));
            } catch (IOException e) {
                throw new AssertionError(message.toString(), e);
            }
        }
    }
}
