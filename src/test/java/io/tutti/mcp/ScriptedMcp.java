package io.tutti.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An MCP server that speaks Streamable HTTP (revision 2025-06-18) as JSON, or as a stream of events, and does whatever the
 * test wants.
 */
public final class ScriptedMcp implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Its tools by name, as they are listed. */
    public final Map<String, ObjectNode> tools = new ConcurrentSkipListMap<>();
    /** What {@code tools/list} says beside them. */
    public final List<ObjectNode> alsoListed = new CopyOnWriteArrayList<>();
    /** What it was asked, in order. */
    public final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    /** The headers {@code Authorization} that it was sent. */
    public final List<String> keys = new CopyOnWriteArrayList<>();
    /** What came to its trap, where nobody is to be led. */
    public final AtomicInteger trapped = new AtomicInteger();

    private final HttpServer server;
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile Function<JsonNode, JsonNode> answer = call -> text("You said " + call.path("arguments"));
    private volatile boolean isStreaming;
    private volatile boolean isRedirecting;

    /** Starts it at a free port. */
    public ScriptedMcp() throws IOException {
        this(0);
    }

    /** Starts it at this port. */
    public ScriptedMcp(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/mcp", this::receive);
        server.createContext("/trap", exchange -> {
            trapped.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/mcp";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Lists a tool that takes a {@code name}. */
    public ObjectNode offer(String name, String description) {
        ObjectNode tool = JSON.createObjectNode().put("name", name).put("description", description);
        ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
        schema.putObject("properties").putObject("name").put("type", "string").put("pattern", "^[A-Za-z ]+$");
        schema.putArray("required").add("name");
        tools.put(name, tool);
        return tool;
    }

    /** From now on calls are answered so; null stands for no answer at all. */
    public void answer(Function<JsonNode, JsonNode> calls) {
        answer = calls;
    }

    /** From now on answers come as streams of events. */
    public void stream() {
        isStreaming = true;
    }

    /** From now on requests are sent on to the trap. */
    public void redirect() {
        isRedirecting = true;
    }

    /** Forgets the session, as a server that was started again. */
    public void forget() {
        sessions.incrementAndGet();
    }

    /** The requests of this method. */
    public List<JsonNode> requests(String method) {
        return requests.stream()
                .filter(request -> request.path("method").asText().equals(method))
                .toList();
    }

    public static ObjectNode text(String text) {
        ObjectNode result = JSON.createObjectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            keys.add(String.valueOf(key));
            if (isRedirecting) {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/trap");
                exchange.sendResponseHeaders(307, -1);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
            } else {
                receive(exchange, JSON.readTree(exchange.getRequestBody()));
            }
        }
    }

    private void receive(HttpExchange exchange, JsonNode request) throws IOException {
        requests.add(request);
        String method = request.path("method").asText();
        String session = "session-" + sessions.get();
        String said = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        if (method.equals("initialize")) {
            exchange.getResponseHeaders().add("Mcp-Session-Id", session);
        } else if (!session.equals(said)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (!request.has("id")) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        ObjectNode response = JSON.createObjectNode().put("jsonrpc", "2.0");
        response.set("id", request.get("id"));
        switch (method) {
            case "initialize" -> response.set("result", initialized());
            case "tools/list" -> response.set("result", listed());
            case "tools/call" -> {
                JsonNode result = answer.apply(request.path("params"));
                if (result == null) {
                    return;
                }
                response.set(result.has("code") ? "error" : "result", result);
            }
            default -> response.putObject("error").put("code", -32601).put("message", "no such method");
        }
        send(exchange, response.toString());
    }

    private ObjectNode initialized() {
        ObjectNode result = JSON.createObjectNode().put("protocolVersion", "2025-06-18");
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.putObject("serverInfo")
                .put("name", "scripted")
                .put("version", "1")
                .put("unheardOf", true);
        return result;
    }

    private ObjectNode listed() {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode list = result.putArray("tools");
        tools.values().forEach(list::add);
        alsoListed.forEach(list::add);
        return result;
    }

    private void send(HttpExchange exchange, String message) throws IOException {
        byte[] body =
                (isStreaming ? "event: message\ndata: " + message + "\n\n" : message).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", isStreaming ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
