package io.tutti.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint in OpenAI's wire format that obeys everything it reads, whoever wrote it: each {@code CALL tool {...}} in
 * what it is told is called, in order, {@code FOREVER tool} again and again, and {@code AT-ONCE n tool} n times in one
 * answer. Then it says {@code Done.} and the last thing that it was told.
 */
final class ObedientModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CALL = Pattern.compile("CALL (\\S+) (\\{[^}]*}|\\S+)");
    private static final Pattern FOREVER = Pattern.compile("FOREVER ([a-z-]+)");
    private static final Pattern AT_ONCE = Pattern.compile("AT-ONCE (\\d+) ([a-z-]+)");

    final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ObedientModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Those of the requests in which somebody said {@code word}. */
    List<JsonNode> about(String word) {
        return requests.stream()
                .filter(request -> request.path("messages").toString().contains(word))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        requests.add(request);
        byte[] body = JSON.writeValueAsBytes(completion(request.path("messages")));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static ObjectNode completion(JsonNode messages) {
        List<String[]> orders = new ArrayList<>();
        int obeyed = 0;
        String last = "";
        for (JsonNode message : messages) {
            obeyed += message.path("tool_calls").size();
            if (!message.path("role").asText().equals("assistant")) {
                last = message.path("content").asText();
                Matcher found = CALL.matcher(last.replace("\\\"", "\""));
                while (found.find()) {
                    orders.add(new String[] {found.group(1), found.group(2)});
                }
            }
        }
        Matcher forever = FOREVER.matcher(messages.toString());
        Matcher atOnce = AT_ONCE.matcher(messages.toString());
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        if (forever.find()) {
            call(message, obeyed, forever.group(1), "{\"order\": \"HP-10023\"}");
        } else if (atOnce.find() && obeyed == 0) {
            for (int i = 0; i < Integer.parseInt(atOnce.group(1)); i++) {
                call(message, i, atOnce.group(2), "{\"order\": \"HP-10023\"}");
            }
        } else if (obeyed < orders.size()) {
            call(message, obeyed, orders.get(obeyed)[0], orders.get(obeyed)[1]);
        } else {
            message.put("content", "Done. " + last);
        }
        ObjectNode completion = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1763460000)
                .put("model", "obedient");
        completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", message.has("tool_calls") ? "tool_calls" : "stop")
                .set("message", message);
        completion
                .putObject("usage")
                .put("prompt_tokens", 1000)
                .put("completion_tokens", 100)
                .put("total_tokens", 1100);
        return completion;
    }

    private static void call(ObjectNode message, int number, String tool, String arguments) {
        ArrayNode calls = message.withArray("/tool_calls");
        message.putNull("content");
        calls.addObject()
                .put("id", "call-" + number)
                .put("type", "function")
                .putObject("function")
                .put("name", tool)
                .put("arguments", arguments);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
