package io.tutti.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.fuzz.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;

/** Answers of a provider, whole and as a stream of events, with calls of tools and without. */
public final class AnswerFuzz {

    private static volatile byte[] answer = {};
    private static final CallModel ROUTE = route(server());

    private AnswerFuzz() {}

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", AnswerFuzz::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CallModel route(HttpServer server) {
        return new CallModel(new TestClock(), """
                models:
                  fast: {provider: openai-compatible, model: m, free: true, api-key: k, base-url: "http://127.0.0.1:%d/v1"}
                pools:
                  default: {try: [fast], retries: 0}
                """.formatted(server.getAddress().getPort()), Map.of());
    }

    /** The first answers load what is needed to take one. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[] {0, '{'});
        fuzzerTestOneInput(new byte[] {1, '{'});
    }

    /** Takes one; its first byte says whether as a stream. */
    public static void fuzzerTestOneInput(byte[] content) {
        if (content.length == 0) {
            return;
        }
        answer = Arrays.copyOfRange(content, 1, content.length);
        boolean isStream = content[0] % 2 == 0;
        Soon.orRefused(() -> {
            List<String> parts = new ArrayList<>();
            Exchange asked = isStream ? ROUTE.askStreamed("How is it?", parts::add) : ROUTE.ask("How is it?");
            if (asked.getException() != null) {
                throw asked.getException();
            }
            Objects.requireNonNull(Reply.of(asked).text());
        });
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String type = new String(exchange.getRequestBody().readAllBytes()).contains("\"stream\"")
                ? "text/event-stream"
                : "application/json";
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }
}
