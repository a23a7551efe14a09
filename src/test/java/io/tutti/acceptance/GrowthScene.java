package io.tutti.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tutti.Hub;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole hub with a flow that converses: round after round a model gets all messages so far and says something new, and
 * a tool is called whose result becomes the next message. All texts are different, and hard to compress.
 */
final class GrowthScene implements AutoCloseable {

    static final int ROUNDS = 100;
    private static final int CHARACTERS = 4000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROUND = """
            - to: {uri: direct, parameters: {name: call-model}}
            - bean: {ref: conversation, method: hear}
            - setHeader: {name: tuttiTool, constant: look-up}
            - to: {uri: direct, parameters: {name: call-tool}}
            - bean: {ref: conversation, method: learn}
            """;

    private static final String ROUTES = """
            - route:
                id: %s
                description: Talks with a model, which looks something up in each round.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: %s}
                  steps:
                    - setVariable: {name: messages, simple: "${body}"}
            %s
                    - bean: {ref: conversation, method: last}
            """;

    private static final String TOOL = """
            - route:
                id: look-up
                description: Looks something up.
                group: tool
                routeConfigurationId: errors-to-caller
                from:
                  uri: direct
                  parameters: {name: look-up}
                  steps:
                    - bean: {ref: conversation, method: search}
            """;

    private final AtomicInteger texts = new AtomicInteger();
    private static final String ECHO = """
            - route:
                id: echo
                description: Answers with what it was asked.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: echo}
                  steps:
                    - setHeader: {name: said, constant: "yes"}
            """;

    private final Path data;
    final AtomicLong newBytes = new AtomicLong();
    final AtomicInteger modelCalls = new AtomicInteger();
    final AtomicInteger toolCalls = new AtomicInteger();
    final JdbcClient sql;
    final Tasks tasks;
    private final HttpServer model;
    private final ConfigurableApplicationContext hub;

    GrowthScene(Path directory, String... options) throws IOException {
        data = directory.resolve("data");
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/v1/chat/completions", this::answer);
        model.start();
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "--server.port=0",
                "--tutti.jms.port=0",
                "--tutti.data=" + data,
                "--tutti.routes=" + routes(directory),
                "--tutti.config=" + config(directory)));
        hub = new SpringApplicationBuilder(Hub.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("conversation", Conversation.class, () -> new Conversation(this)))
                .run(arguments.toArray(String[]::new));
        sql = hub.getBean(JdbcClient.class);
        tasks = hub.getBean(Tasks.class);
    }

    private static Path routes(Path directory) throws IOException {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        String inside = "- loop:\n    constant: \"" + ROUNDS + "\"\n    steps:\n";
        String step = "- step:\n    id: %s\n    steps:\n";
        String stepwise = inside + (step.formatted("round") + ROUND.indent(6)).indent(6);
        String atOnce = step.formatted("talk") + (inside + ROUND.indent(6)).indent(6);
        Files.writeString(
                routes.resolve("stepwise.camel.yaml"), ROUTES.formatted("stepwise", "stepwise", stepwise.indent(8)));
        Files.writeString(
                routes.resolve("at-once.camel.yaml"), ROUTES.formatted("at-once", "at-once", atOnce.indent(8)));
        Files.writeString(routes.resolve("echo.camel.yaml"), ECHO);
        Files.writeString(routes.resolve("look-up.camel.yaml"), TOOL);
        return routes;
    }

    private Path config(Path directory) throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(
                config.resolve("models.yaml"), """
                models:
                  talker: {provider: openai-compatible, model: talker-1, base-url: "http://127.0.0.1:%d/v1", api-key: k, free: true}
                pools:
                  default: {try: [talker], prefer: order, checks: [not-empty]}
                """.formatted(model.getAddress().getPort()));
        Files.writeString(config.resolve("tools.yaml"), "tools:\n  look-up: {effect: read}\n");
        return config;
    }

    /** Runs a conversation to its end. */
    Task converse(String flow) throws InterruptedException {
        ArrayNode messages = JSON.createArrayNode();
        messages.addObject().put("role", "user").put("content", prose());
        isNew(messages);
        var asked = new NewTask(flow, messages, null, null, "jms", "default", new Reply.Queue("answers", "1"));
        Task task = tasks.await(tasks.accept(asked).task().id(), Duration.ofMinutes(4));
        awaitQuiet();
        return task;
    }

    /** Asks for a text of so many pieces, which is the answer too; returns the result file. */
    JsonNode echo(int pieces) throws IOException {
        String text = Stream.generate(this::prose).limit(pieces).collect(Collectors.joining());
        isNew(text);
        var asked = new NewTask(
                "echo", JSON.valueToTree(text), null, null, "jms", "default", new Reply.File("echo/result.json"));
        tasks.accept(asked);
        Path file = data.resolve("outbox/echo/result.json");
        Awaitility.await("the result file").atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
        awaitQuiet();
        return JSON.readTree(file.toFile());
    }

    /** What was to be sent is sent, and the trail is sealed. */
    private void awaitQuiet() {
        Awaitility.await("nothing is left to be sent or sealed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> count("SELECT COUNT(*) FROM outbox") == 0
                        && count("SELECT COUNT(*) FROM audit WHERE seal IS NULL") == 0);
    }

    private long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    /**
     * The bytes of all values of each table, with numbers and times as PostgreSQL stores them. Of seals, only what they say of
     * each record: how many seals there are depends on how long the conversation takes.
     */
    Map<String, Long> bytes() {
        Map<String, Long> bytes = new TreeMap<>();
        for (String table : tables()) {
            String row = columns(table).stream()
                    .filter(column ->
                            !table.equals("audit_seal") || column.name().equalsIgnoreCase("digests"))
                    .map(column -> "CASE WHEN " + column.name() + " IS NULL THEN 0 ELSE " + column.size() + " END")
                    .collect(Collectors.joining(" + "));
            bytes.put(table, count("SELECT COALESCE(SUM(" + row + "), 0) FROM " + table));
        }
        return bytes;
    }

    private record Column(String name, String type) {

        String size() {
            return switch (type.toLowerCase(Locale.ROOT)) {
                case "boolean" -> "1";
                case "integer" -> "4";
                case "bigint", "timestamp with time zone" -> "8";
                default -> "OCTET_LENGTH(CAST(" + name + " AS VARCHAR))";
            };
        }
    }

    private List<String> tables() {
        return sql.sql("""
                        SELECT LOWER(table_name) FROM information_schema.tables
                        WHERE LOWER(table_schema) = 'public' AND table_name <> 'flyway_schema_history'""").query(String.class).list();
    }

    private List<Column> columns(String table) {
        return sql.sql("""
                        SELECT column_name, data_type FROM information_schema.columns
                        WHERE LOWER(table_schema) = 'public' AND LOWER(table_name) = :table""")
                .param("table", table)
                .query((row, number) -> new Column(row.getString(1), row.getString(2)))
                .list();
    }

    private void answer(HttpExchange http) throws IOException {
        JsonNode asked = JSON.readTree(http.getRequestBody());
        int expected = 1 + 2 * (modelCalls.getAndIncrement() % ROUNDS);
        String text = asked.path("messages").size() == expected
                ? prose()
                : "expected " + expected + " messages, found "
                        + asked.path("messages").size();
        var reply = JSON.createObjectNode()
                .put("id", "1")
                .put("object", "chat.completion")
                .put("model", "talker-1");
        reply.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        reply.putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 10)
                .put("total_tokens", 20);
        byte[] body = JSON.writeValueAsBytes(reply);
        http.getResponseHeaders().add("Content-Type", "application/json");
        http.sendResponseHeaders(200, body.length);
        http.getResponseBody().write(body);
        http.close();
    }

    /** Counts something that nobody has said before, as the JSON that it is. */
    private void isNew(Object said) {
        newBytes.addAndGet(JSON.valueToTree(said).toString().getBytes(StandardCharsets.UTF_8).length);
    }

    /** A text that was never there before. */
    private String prose() {
        Random random = new Random(texts.getAndIncrement());
        StringBuilder text = new StringBuilder();
        while (text.length() < CHARACTERS) {
            int letters = 2 + random.nextInt(9);
            random.ints(letters, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
            text.append(' ');
        }
        return text.substring(0, CHARACTERS - 1) + ".";
    }

    @Override
    public void close() {
        hub.close();
        model.stop(0);
    }

    /** What the flow does between the calls. */
    public static final class Conversation {

        private final GrowthScene scene;

        Conversation(GrowthScene scene) {
            this.scene = scene;
        }

        /** Keeps the messages with the answer; the body becomes what the tool is asked. */
        public void hear(Exchange exchange) {
            say(exchange, "assistant", exchange.getMessage().getBody(String.class));
            Map<String, Object> arguments = Map.of("page", messages(exchange).size());
            scene.isNew(arguments);
            exchange.getMessage().setBody(arguments);
        }

        /** The body becomes all messages, with the tool's result as the last one. */
        public void learn(Exchange exchange) {
            say(exchange, "user", exchange.getMessage().getBody(String.class));
            exchange.getMessage().setBody(messages(exchange));
        }

        /** The tool. */
        public void search(Exchange exchange) {
            scene.toolCalls.incrementAndGet();
            exchange.getMessage().setBody(scene.prose());
        }

        /** The body becomes the last answer. */
        public void last(Exchange exchange) {
            List<?> messages = messages(exchange);
            exchange.getMessage().setBody(((Map<?, ?>) messages.get(messages.size() - 2)).get("content"));
        }

        private void say(Exchange exchange, String role, String text) {
            List<Object> messages = new ArrayList<>(messages(exchange));
            Map<String, Object> message = Map.of("role", role, "content", text);
            scene.isNew(message);
            messages.add(message);
            exchange.setVariable("messages", messages);
        }

        private static List<?> messages(Exchange exchange) {
            return exchange.getVariable("messages", List.class);
        }
    }
}
