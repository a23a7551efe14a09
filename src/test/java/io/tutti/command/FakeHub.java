package io.tutti.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP server that gives prepared answers and remembers what it was asked. */
final class FakeHub implements AutoCloseable {

    /** What was asked: {@code GET /api/tasks?limit=20}, the body, and who asked. */
    record Request(String line, String body, String authorization) {}

    private record Prepared(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Prepared> answers = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    FakeHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Prepares the answer to {@code line}, with or without its query. */
    FakeHub answers(String line, int status, String body) {
        return answers(line, status, body, Map.of());
    }

    FakeHub answers(String line, int status, String body, Map<String, String> headers) {
        answers.put(line, new Prepared(status, body, headers));
        return this;
    }

    Request lastRequest() {
        return requests.getLast();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(new Request(line, body, String.valueOf(authorization)));
            var nothing =
                    new Prepared(404, "{\"title\":\"Not Found\",\"detail\":\"No answer for " + line + "\"}", Map.of());
            var prepared = answers.getOrDefault(line, answers.getOrDefault(line.replaceFirst("\\?.*", ""), nothing));
            byte[] bytes = prepared.body.getBytes(StandardCharsets.UTF_8);
            prepared.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(prepared.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
