package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what this hub's gateway of models adds, beside nginx as a plain proxy, a plain route of Camel on the same stack,
 * and Portkey where {@code npm install} has brought it, in turn and on one machine: {@code mvn verify -Pfigures
 * -Dit.test=GatewayFigures -Dfigures.peers=<folder>}. The folder has the peers' programs and is writable; nginx with
 * echo-nginx-module and wrk are Debian's.
 */
@EnabledIfSystemProperty(named = "figures.peers", matches = ".+")
class GatewayFigures {

    private static final int ROUNDS = Integer.getInteger("figures.rounds", 3);
    private static final int WARM_UP = Integer.getInteger("figures.warm-up", 120);
    private static final int SECONDS = 8;
    private static final int MANY = 64;
    private static final int CROWD = 1000;
    /** What a load leaves behind when its time is over is still underway when the next one begins. */
    private static final String MOST_CONCURRENT = "--tutti.http.most-concurrent=" + 3 * CROWD;

    private static final int PAUSE_MILLIS = 500;
    private static final int STREAMS = 200;
    private static final String PATH = "/v1/chat/completions";
    private static final String INSTANT = "127.0.0.1:18080";
    private static final String SLOW = "127.0.0.1:18081";
    private static final String STREAMING = "127.0.0.1:18082";

    private final Path peers = Path.of(System.getProperty("figures.peers")).toAbsolutePath();
    private final List<Process> running = new ArrayList<>();

    @TempDir
    Path directory;

    private record Target(String url, Path script, Map<String, String> environment) {}

    @Test
    void print() throws Exception {
        Files.createDirectories(peers.resolve("run"));
        for (String config : List.of("mock.conf", "proxy.conf")) {
            start(directory, Map.of(), "nginx", "-g", "daemon off;", "-p", peers + "/run/", "-c", "../" + config);
        }
        try (HubProcess hub = hub().start("-XX:+UseParallelGC")) {
            measure(hub);
        } finally {
            running.forEach(process -> process.descendants().forEach(ProcessHandle::destroy));
            running.forEach(Process::destroy);
        }
    }

    private void measure(HubProcess hub) throws Exception {
        Path plain = peers.resolve("chat.lua");
        Path ours = script(hub, "gpt-4o-mini", "hub.lua");
        Map<String, Target> targets = new LinkedHashMap<>();
        targets.put("nginx", new Target("http://127.0.0.1:18090" + PATH, plain, Map.of()));
        targets.put("plain Camel proxy", new Target("http://127.0.0.1:" + plainProxy() + PATH, plain, Map.of()));
        portkey().ifPresent(target -> targets.put("Portkey", target));
        targets.put("this hub", new Target(hub.uri(PATH).toString(), ours, Map.of()));
        for (Target target : targets.values()) {
            load(target, MANY, WARM_UP);
        }
        for (int connections : List.of(MANY, 1)) {
            Map<String, List<JsonNode>> results = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (var target : targets.entrySet()) {
                    results.computeIfAbsent(target.getKey(), name -> new ArrayList<>())
                            .add(load(target.getValue(), connections, SECONDS));
                }
            }
            results.forEach((name, all) -> say(name + ", " + connections + " connections", all));
            ratios(results, connections);
        }
        crowd(hub);
        streams(hub);
        Figure.say("this hub, RSS after the load", hub.residentMegabytes(), "MB");
    }

    private void crowd(HubProcess hub) throws Exception {
        Target slow = new Target(hub.uri(PATH).toString(), script(hub, "slow", "slow.lua"), Map.of());
        load(slow, CROWD, WARM_UP / 4);
        sayCrowd("that ask without a pause", load(slow, CROWD, SECONDS));
        Files.writeString(
                slow.script,
                "\nfunction delay() return math.random(0, " + 2 * PAUSE_MILLIS + ") end\n",
                StandardOpenOption.APPEND);
        load(slow, CROWD, SECONDS);
        sayCrowd("that ask every " + PAUSE_MILLIS + " ms", load(slow, CROWD, SECONDS));
    }

    private static void sayCrowd(String who, JsonNode result) {
        String what = "this hub, upstream of 50 ms, 1,000 connections " + who;
        long failed = result.path("errors").asLong() + result.path("non2xx").asLong();
        Figure.say(what, result.path("rps").asDouble(), "/s");
        Figure.say(what + ", p50", result.path("p50_us").asLong() / 1e3, "ms");
        Figure.say(what + ", p99", result.path("p99_us").asLong() / 1e3, "ms");
        Figure.say(what + ", failed", failed, "");
    }

    private void streams(HubProcess hub) throws Exception {
        String body =
                "{\"model\": \"talking\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"Go\"}]}";
        URI direct = URI.create("http://" + STREAMING + PATH);
        double[] upstream = new double[STREAMS];
        double[] through = new double[STREAMS];
        for (int i = -STREAMS; i < STREAMS; i++) {
            double one = firstToken(direct, "none", body);
            double other = firstToken(hub.uri(PATH), hub.token(), body);
            if (i >= 0) {
                upstream[i] = one;
                through[i] = other;
            }
        }
        Figure.say("first token straight from upstream, median", median(upstream), "ms");
        Figure.say("first token through this hub, median", median(through), "ms");
    }

    private static double firstToken(URI uri, String token, String body) throws IOException {
        long began = System.nanoTime();
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        try (var lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.contains("word0")) {
                line = lines.readLine();
            }
            double millis = Figure.secondsSince(began) * 1e3;
            lines.lines().forEach(rest -> {});
            return millis;
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void say(String what, List<JsonNode> all) {
        Figure.say(what, median(all, "rps"), "/s");
        Figure.say(what + ", p50", median(all, "p50_us") / 1e3, "ms");
        Figure.say(what + ", p99", median(all, "p99_us") / 1e3, "ms");
        assertThat(all)
                .as(what + ": failed")
                .allMatch(result ->
                        result.path("errors").asLong() + result.path("non2xx").asLong() == 0);
    }

    private static void ratios(Map<String, List<JsonNode>> results, int connections) {
        double ours = median(results.get("this hub"), "rps");
        results.forEach((name, all) -> {
            if (!name.equals("this hub")) {
                Figure.say("this hub / " + name + ", " + connections + " connections", ours / median(all, "rps"), "");
            }
        });
        Figure.say(
                "this hub's p50 less nginx's, " + connections + " connections",
                (median(results.get("this hub"), "p50_us") - median(results.get("nginx"), "p50_us")) / 1e3,
                "ms");
    }

    private static double median(List<JsonNode> all, String field) {
        return median(
                all.stream().mapToDouble(one -> one.path(field).asDouble()).toArray());
    }

    private JsonNode load(Target target, int connections, int seconds) throws Exception {
        var builder = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        "10s",
                        "--latency",
                        "-s",
                        target.script.toString(),
                        target.url)
                .redirectErrorStream(true);
        builder.environment().putAll(target.environment);
        Process wrk = builder.start();
        try (var printed = wrk.inputReader()) {
            List<String> lines = printed.lines().toList();
            return lines.stream()
                    .filter(line -> line.startsWith("RESULT "))
                    .map(line -> json(line.substring("RESULT ".length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
        }
    }

    private static JsonNode json(String text) {
        try {
            return HubProcess.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private int plainProxy() throws Exception {
        int port = HubProcess.freePort();
        start(
                directory,
                Map.of(),
                HubProcess.java(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                PlainProxy.class.getName(),
                String.valueOf(port),
                INSTANT + PATH);
        awaitAnswer("http://127.0.0.1:" + port + PATH);
        return port;
    }

    private java.util.Optional<Target> portkey() throws Exception {
        Path program = peers.resolve("node_modules/.bin/gateway");
        if (Files.notExists(program)) {
            return java.util.Optional.empty();
        }
        start(peers, Map.of("NODE_ENV", "production"), "node", program.toString(), "--headless", "--port=18787");
        awaitAnswer("http://127.0.0.1:18787/");
        Map<String, String> headers =
                Map.of("HDR", "x-portkey-provider: openai;x-portkey-custom-host: http://" + INSTANT + "/v1");
        return java.util.Optional.of(new Target("http://127.0.0.1:18787" + PATH, peers.resolve("chat.lua"), headers));
    }

    private static void awaitAnswer(String url) {
        Awaitility.await(url).atMost(Duration.ofMinutes(1)).until(() -> {
            try {
                return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode() > 0;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void start(Path folder, Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("peers.log").toFile()));
        builder.environment().putAll(new HashMap<>(environment));
        running.add(builder.start());
    }

    private Path script(HubProcess hub, String model, String name) throws IOException {
        String script = Files.readString(peers.resolve("chat.lua"))
                .replace("sk-mock", hub.token())
                .replace("\"model\":\"gpt-4o-mini\"", "\"model\":\"" + model + "\"");
        return Files.writeString(directory.resolve(name), script);
    }

    private HubProcess hub() throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        String model =
                "  %s: {provider: openai-compatible, model: gpt-4o-mini, base-url: \"http://%s/v1\", max-concurrent: 2000,"
                        + " price: {input: 0.15, output: 0.6}}\n";
        Files.writeString(
                config.resolve("models.yaml"),
                "models:\n" + model.formatted("gpt-4o-mini", INSTANT) + model.formatted("slow", SLOW)
                        + model.formatted("stream", STREAMING)
                        + "pools:\n  talking: {try: [stream], hold-back: 0}\n");
        Files.writeString(config.resolve("budgets.yaml"), "budgets: [{scope: tenant, per: month, usd: 1000000}]\n");
        return new HubProcess(
                directory.resolve("hub"), HubProcess.PACKAGED, "--tutti.config=" + config, MOST_CONCURRENT);
    }
}
