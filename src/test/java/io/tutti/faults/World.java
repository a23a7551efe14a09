package io.tutti.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.acceptance.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Everything outside the hub, as a process of its own on 127.0.0.1: a model that speaks OpenAI's wire format at
 * {@code /v1/chat/completions}, and systems at {@code /effects/<name>} that write down each effect they apply. A request
 * with an {@code Idempotency-Key} is applied once, however often it comes; one without is applied each time. The seed
 * decides how long an answer takes, which model calls fail, and after which effects the line is cut before the answer.
 * In a harsh world every second call of a system goes wrong, in one of the {@link Ways}.
 *
 * <p>{@code World port directory seed harsh} writes {@code effects.jsonl}, {@code models.jsonl}, and
 * what answers cost into {@code bills.jsonl}.
 */
final class World {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of an answer, by its tokens and the prices in models.yaml. */
    private static final int MICRO_DOLLARS = 10 + 2 * 5;

    private static final int LONGEST_MILLIS = 30;
    private static final double BUSY = 0.04;
    private static final double CUT = 0.03;
    private static final double WRONG = 0.5;

    private final Ledger effects;
    private final Ledger models;
    private final Ledger bills;
    private final Ledger wrongs;
    private final Random random;
    private final boolean harsh;
    private final Map<String, String> applied = new ConcurrentHashMap<>();
    private final AtomicInteger receipts = new AtomicInteger();

    private World(Path directory, long seed, boolean harsh) throws IOException {
        this.harsh = harsh;
        this.effects = new Ledger(directory.resolve("effects.jsonl"));
        this.models = new Ledger(directory.resolve("models.jsonl"));
        this.bills = new Ledger(directory.resolve("bills.jsonl"));
        this.wrongs = new Ledger(directory.resolve("wrongs.jsonl"));
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        var world = new World(Path.of(arguments[1]), Long.parseLong(arguments[2]), Boolean.parseBoolean(arguments[3]));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 1000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", world::complete);
        server.createContext("/effects/", world::apply);
        server.createContext("/alive", exchange -> answer(exchange, 200, "{}"));
        server.start();
    }

    private void complete(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String said = request.path("messages")
                .path(request.path("messages").size() - 1)
                .path("content")
                .asText();
        models.write(Map.of("ref", said));
        think();
        if (chance(BUSY)) {
            answer(
                    exchange,
                    chance(0.5) ? 503 : 429,
                    "{\"error\": {\"message\": \"busy\", \"type\": \"server_error\"}}");
            return;
        }
        var completion = JSON.createObjectNode();
        completion
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "world");
        var choice = completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", "bought " + said);
        completion
                .putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 5)
                .put("total_tokens", 15);
        bills.write(Map.of("ref", said, "microDollars", MICRO_DOLLARS));
        answer(exchange, 200, completion.toString());
    }

    private void apply(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String name = exchange.getRequestURI().getPath().substring("/effects/".length());
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String ref = request.path("ref").asText();
        think();
        Optional<Ways> wrong = harsh && chance(WRONG) ? Optional.of(way()) : Optional.empty();
        if (wrong.isPresent()) {
            wrongs.write(Map.of("way", wrong.get().name(), "ref", ref));
        }
        if (wrong.isPresent() && !wrong.get().applies) {
            wrong.get().answer(exchange);
            return;
        }
        String receipt = key == null ? applied(name, ref, "") : once(name, ref, key);
        think();
        if (wrong.isPresent()) {
            wrong.get().answer(exchange);
            return;
        }
        if (chance(CUT)) {
            exchange.close();
            return;
        }
        answer(exchange, 200, JSON.createObjectNode().put("receipt", receipt).toString());
    }

    private String once(String name, String ref, String key) throws IOException {
        synchronized (applied) {
            Optional<String> before = Optional.ofNullable(applied.get(name + " " + key));
            if (before.isPresent()) {
                effects.write(Map.of("name", name, "ref", ref, "key", key, "applied", false));
                return before.get();
            }
            String receipt = applied(name, ref, key);
            applied.put(name + " " + key, receipt);
            return receipt;
        }
    }

    private String applied(String name, String ref, String key) throws IOException {
        effects.write(Map.of("name", name, "ref", ref, "key", key, "applied", true));
        return "R-" + receipts.incrementAndGet();
    }

    private Ways way() {
        synchronized (random) {
            return Ways.values()[random.nextInt(Ways.values().length)];
        }
    }

    private boolean chance(double share) {
        synchronized (random) {
            return random.nextDouble() < share;
        }
    }

    /** How long the world takes; a delay of what is played, not a wait for something. */
    private void think() throws IOException {
        int millis;
        synchronized (random) {
            millis = random.nextInt(LONGEST_MILLIS);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The world as another process sees it. */
    static final class Process implements AutoCloseable {

        private final Path directory;
        private final int port = HubProcess.freePort();
        private final JavaProcess process;

        Process(Path directory, long seed, boolean harsh) throws IOException {
            this.directory = directory;
            this.process = new JavaProcess(
                    directory.resolve("world.log"),
                    World.class,
                    String.valueOf(port),
                    directory.toString(),
                    String.valueOf(seed),
                    String.valueOf(harsh));
        }

        String url() {
            return "http://127.0.0.1:" + port;
        }

        Path effects() {
            return directory.resolve("effects.jsonl");
        }

        /** The references to which an effect was applied. */
        Set<String> applied(String name) throws IOException {
            return Ledger.read(effects()).stream()
                    .filter(effect -> effect.path("name").asText().equals(name))
                    .map(effect -> effect.path("ref").asText())
                    .collect(Collectors.toSet());
        }

        /** The ways in which calls went wrong. */
        Set<String> wronged() throws IOException {
            return Ledger.read(directory.resolve("wrongs.jsonl")).stream()
                    .map(line -> line.path("way").asText())
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
