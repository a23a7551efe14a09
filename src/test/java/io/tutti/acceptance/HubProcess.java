package io.tutti.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The packaged hub as a process of its own, driven from outside as any other program would. It is started as {@link
 * CachedStart#forTests} says unless another program is given.
 */
public final class HubProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(180);
    public static final ObjectMapper JSON = new ObjectMapper();

    /** The jar as it is: what {@code java} is started with before the hub's own options. */
    public static final List<String> PACKAGED = List.of(
            "-Xmx512m", "-jar", Path.of("target", "tutti.jar").toAbsolutePath().toString());

    public final Path data;
    private final @Nullable List<String> program;
    private final List<String> options;
    private final int port = freePort();
    private final int jmsPort = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, String> environment = Map.of();
    private Process process;
    private Path log;

    public HubProcess(Path data, String... options) {
        this(data, null, options);
    }

    public HubProcess(Path data, @Nullable List<String> program, String... options) {
        this.data = data;
        this.log = data;
        this.program = program;
        this.options = List.of(options);
    }

    /** Lets it write its output into another directory than its data. */
    public HubProcess logTo(Path directory) {
        log = directory;
        return this;
    }

    /** Gives it more than this process's environment. */
    public HubProcess environment(Map<String, String> more) {
        environment = more;
        return this;
    }

    /** Starts it and waits until it says that it is ready. */
    public HubProcess start(String... jvm) throws IOException {
        launch(jvm);
        Awaitility.await("the hub is ready; see " + log.resolve("hub.log"))
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the hub's process ended", () -> !process.isAlive())
                .until(this::isReady);
        return this;
    }

    /** Starts it and returns at once. */
    public void launch(String... jvm) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(jvm));
        command.addAll(program == null ? CachedStart.forTests() : program);
        command.addAll(List.of("--server.port=" + port, "--tutti.jms.port=" + jmsPort, "--tutti.data=" + data));
        command.addAll(options);
        Files.createDirectories(data);
        if (program == null) {
            CachedStart.remember(data);
        }
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(log.resolve("hub.log").toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process has ended by itself; returns its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The hub did not end by itself; see " + log.resolve("hub.log"));
        }
        return process.exitValue();
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** SIGKILL: no shutdown hook runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The hub did not stop within 60 s of SIGTERM.");
        }
        return process.exitValue();
    }

    /** SIGTERM, without waiting for the end. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void pause() throws IOException, InterruptedException {
        Signal.send("STOP", process.pid());
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Signal.send("CONT", process.pid());
    }

    /** The processor time that the process has used. */
    public Duration worked() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What its clock says, to the second. */
    Instant now() throws IOException, InterruptedException {
        String date = get("/health/live").headers().firstValue("Date").orElseThrow();
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token());
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    public JsonNode task(String id) throws IOException, InterruptedException {
        return json("/api/tasks/" + id);
    }

    public JsonNode awaitTask(String id, String status) {
        Awaitility.await("task " + id + " is " + status)
                .atMost(Duration.ofSeconds(60))
                .until(() -> task(id).path("status").asText().equals(status));
        try {
            return task(id);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks the worked example over HTTP and waits until the task has ended or is with a person. */
    public JsonNode ask(String question) throws IOException, InterruptedException {
        var answer = post(
                "/api/tasks?wait=60s",
                JSON.createObjectNode()
                        .put("flow", "customer-support")
                        .put("input", question)
                        .toString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Puts a file into a flow's inbox as a careful sender does: written under another name, then renamed. */
    public void drop(String flow, String name, String content) throws IOException {
        Path inbox = Files.createDirectories(data.resolve("inbox").resolve(flow));
        Path hidden = Files.writeString(inbox.resolve("." + name + ".part"), content);
        Files.move(hidden, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits for a file under the data directory and returns its text. */
    public String awaitFile(String name) throws IOException {
        Path file = data.resolve(name);
        Awaitility.await(name).atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
        return Files.readString(file);
    }

    /** Where it listens, as {@link Listening} says. */
    public Set<String> listening() throws IOException {
        return Listening.places(process.pid());
    }

    /** The ports of HTTP and JMS. */
    public List<Integer> ports() {
        return List.of(port, jmsPort);
    }

    /** Runs a command of the command line against this hub, as a person would, and returns what it printed. */
    public String command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(CachedStart.forTests());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url=http://127.0.0.1:" + port, "--data=" + data));
        Path printed = Files.createTempFile(data, "command", ".out");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().remove("TUTTI_TOKEN");
        Process running = builder.start();
        boolean ended = running.waitFor(60, TimeUnit.SECONDS);
        running.destroyForcibly();
        if (!ended || running.exitValue() != 0) {
            throw new AssertionError(
                    String.join(" ", arguments) + " failed or did not end: " + Files.readString(printed));
        }
        return Files.readString(printed);
    }

    public JMSContext jms() throws IOException {
        return new ActiveMQConnectionFactory(jmsUrl()).createContext("tutti", jmsPassword());
    }

    public String jmsUrl() {
        return "tcp://127.0.0.1:" + jmsPort;
    }

    public String jmsPassword() throws IOException {
        return Files.readString(data.resolve("secrets/broker.password")).strip();
    }

    public String token() throws IOException {
        return Files.readString(data.resolve("secrets/admin.token")).strip();
    }

    /** What the process holds of the machine's memory, from /proc. */
    public double residentMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElseThrow();
        }
    }

    public String log() throws IOException {
        return Files.readString(log.resolve("hub.log"));
    }

    private boolean isReady() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("The hub ended with " + process.exitValue() + "; see " + log.resolve("hub.log"));
        }
        try {
            var ready = HttpRequest.newBuilder(uri("/health/ready")).build();
            return send(ready).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
