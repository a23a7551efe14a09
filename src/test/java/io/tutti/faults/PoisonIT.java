package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.acceptance.HubProcess;
import io.tutti.acceptance.LiveFolder;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F9: poison of many kinds, by queue and file, among good messages: each is kept with its reason, the good ones go on. */
class PoisonIT {

    private static final String UNNAMEABLE = "größe\nforged.txt";
    private static final int GOOD = 250;
    private static final int SENDERS = 4;
    private static final double SLOWER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void keepsEachPoisonWithItsReasonAndDoesNotHoldUpTheOthers() throws Exception {
        String routes = "--tutti.routes=" + Path.of("src/test/resources/poison").toAbsolutePath();
        try (var hub = new HubProcess(directory.resolve("data"), routes).environment(Map.of("LC_ALL", "C"))) {
            hub.start();
            roundTrips(hub, "warm");
            double alone = roundTrips(hub, "alone");
            double among;
            try (var threads = Executors.newSingleThreadExecutor()) {
                Future<Void> poisoning = threads.submit(() -> poison(hub));
                among = roundTrips(hub, "among");
                poisoning.get();
            }
            System.out.printf("p95 of a good message: %.1f ms alone, %.1f ms among poison%n", alone, among);
            assertReasons(Poison.BY_QUEUE, rejectedMessages(hub));
            assertReasons(Poison.BY_FILE, rejectedFiles(hub));
            assertLeftAlone(hub);
            JsonNode letters = hub.json("/api/dead-letters");
            assertThat(letters.findValuesAsText("message"))
                    .singleElement()
                    .asString()
                    .contains("IllegalStateException: this flow always fails");
            assertThat(hub.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(among).as("p95 in ms, %.1f without poison", alone).isLessThanOrEqualTo(SLOWER * alone);
        }
    }

    /** Sends so many good messages, some at a time, and waits for the reply to each; returns the p95 in ms. */
    private static double roundTrips(HubProcess hub, String prefix) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<List<Double>>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(sender(hub, prefix + "-" + i)));
            }
            for (var sender : senders) {
                millis.addAll(sender.get());
            }
        }
        Collections.sort(millis);
        return millis.get(millis.size() * 95 / 100);
    }

    private static Callable<List<Double>> sender(HubProcess hub, String name) {
        return () -> {
            List<Double> millis = new ArrayList<>();
            try (JMSContext jms = hub.jms();
                    var replies = jms.createConsumer(jms.createQueue("replies." + name))) {
                for (int i = 0; i < GOOD / SENDERS; i++) {
                    String said = name + "-" + i;
                    long began = System.nanoTime();
                    jms.createProducer()
                            .setProperty("flow", "copy")
                            .setJMSReplyTo(jms.createQueue("replies." + name))
                            .send(jms.createQueue("tutti.tasks"), said);
                    Message reply = replies.receive(PATIENCE.toMillis());
                    millis.add((System.nanoTime() - began) / 1e6);
                    assertThat(HubProcess.JSON
                                    .readTree(reply.getBody(String.class))
                                    .path("output")
                                    .asText())
                            .isEqualTo(said);
                }
            }
            return millis;
        };
    }

    /** The hub runs in the locale C, as a service often does; it cannot open such a file, and says so once. */
    private static void assertLeftAlone(HubProcess hub) throws IOException {
        assertThat(hub.data.resolve("inbox/copy").resolve(UNNAMEABLE)).exists();
        assertThat(hub.log())
                .containsOnlyOnce("cannot be opened under its name")
                .doesNotContain("Malformed input")
                .doesNotContain("\nforged");
    }

    private static Void poison(HubProcess hub) throws Exception {
        try (JMSContext jms = hub.jms()) {
            for (Poison poison : Poison.BY_QUEUE) {
                Message message = poison.message(jms);
                message.setJMSCorrelationID(poison.name());
                jms.createProducer().send(jms.createQueue("tutti.tasks"), message);
            }
            jms.createProducer().setProperty("flow", "broken").send(jms.createQueue("tutti.tasks"), "fails");
        }
        for (Poison poison : Poison.BY_FILE) {
            Path inbox = Files.createDirectories(hub.data.resolve("inbox").resolve(poison.flow()));
            poison.put(inbox.resolve(poison.name()));
        }
        Files.writeString(hub.data.resolve("inbox/copy").resolve(UNNAMEABLE), "x");
        return null;
    }

    private static void assertReasons(List<Poison> sent, Map<String, String> reasons) {
        assertThat(reasons).hasSize(sent.size());
        for (Poison poison : sent) {
            assertThat(reasons.get(poison.name())).as(poison.name()).contains(poison.reason());
        }
    }

    private static Map<String, String> rejectedMessages(HubProcess hub) throws IOException, JMSException {
        Map<String, String> reasons = new TreeMap<>();
        try (JMSContext jms = hub.jms();
                var rejected = jms.createConsumer(jms.createQueue("tutti.rejected"))) {
            while (reasons.size() < Poison.BY_QUEUE.size()) {
                Message message = rejected.receive(PATIENCE.toMillis());
                assertThat(message).as("one more than %s", reasons).isNotNull();
                reasons.put(message.getJMSCorrelationID(), message.getStringProperty("tuttiError"));
            }
        }
        return reasons;
    }

    private static Map<String, String> rejectedFiles(HubProcess hub) {
        Map<String, String> reasons = new HashMap<>();
        Awaitility.await("rejected files").atMost(PATIENCE).until(() -> {
            reasons.clear();
            for (Path file : LiveFolder.files(hub.data.resolve("rejected"))) {
                if (file.toString().endsWith(".error.json")) {
                    String name = file.getFileName().toString().replace(".error.json", "");
                    assertThat(Files.exists(file.resolveSibling(name), LinkOption.NOFOLLOW_LINKS))
                            .as(name)
                            .isTrue();
                    reasons.put(
                            name,
                            HubProcess.JSON
                                    .readTree(file.toFile())
                                    .path("detail")
                                    .asText());
                }
            }
            return reasons.size() == Poison.BY_FILE.size();
        });
        return reasons;
    }
}
