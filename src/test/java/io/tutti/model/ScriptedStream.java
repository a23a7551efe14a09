package io.tutti.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An endpoint that streams chat completions in OpenAI's format, event by event, and breaks off where a test wants it to. */
public final class ScriptedStream implements AutoCloseable {

    /** Ends the stream. */
    public static final String END = "data: [DONE]\n\n";

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Script script = out -> {};

    /** What is sent after the headers. */
    @FunctionalInterface
    public interface Script {
        void write(OutputStream out) throws IOException;
    }

    public ScriptedStream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    public List<String> requests() {
        return requests;
    }

    /** Sends these events; the stream ends after them. */
    public void says(String... events) {
        script = out -> send(out, events);
    }

    /** Sends these events and nothing more, with the connection left open. */
    public void fallsSilentAfter(String... events) {
        script = out -> {
            send(out, events);
            hang();
        };
    }

    /** Sends this without an end for as long as somebody reads. */
    public void saysForEver(String event) {
        script = out -> {
            while (closed.getCount() > 0) {
                send(out, event);
            }
        };
    }

    /** A part of the answer's text. */
    public static String part(String text) {
        return chunk("{\"content\": \"%s\"}".formatted(text), "null");
    }

    /** The last chunk with a choice. */
    public static String finish(String reason) {
        return chunk("{}", "\"" + reason + "\"");
    }

    public static String usage(int input, int output) {
        return """
                data: {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1763460000, "model": "m", "choices": [], \
                "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d}}

                """.formatted(input, output, input + output);
    }

    public static String chunk(String delta, String finish) {
        return """
                data: {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1763460000, "model": "m", \
                "choices": [{"index": 0, "delta": %s, "finish_reason": %s}]}

                """.formatted(delta, finish);
    }

    private static void send(OutputStream out, String... events) throws IOException {
        for (String event : events) {
            out.write(event.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            script.write(out);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
