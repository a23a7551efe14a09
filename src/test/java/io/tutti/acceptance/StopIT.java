package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a hub is taken out of service: drained, and stopped under load. */
class StopIT {

    /** Less than the 10 s that a container gives; a running step takes 1 s. */
    private static final Duration STOPPED = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofSeconds(1);

    @TempDir
    static Path directory;

    private static HubProcess hub;

    private static final Ledger LEDGER = new Ledger();

    @BeforeAll
    static void start() throws Exception {
        String routes = Ledger.flow(directory.resolve("routes"), STEP, Duration.ofMillis(300));
        hub = new HubProcess(directory.resolve("data"), CachedStart.forTests(), routes).start();
    }

    @AfterAll
    static void end() throws Exception {
        hub.close();
    }

    @Test
    void finishesWhatItRunsAndTakesNothingMoreWhileItIsDrained() throws Exception {
        try (JMSContext jms = hub.jms()) {
            for (int i = 0; i < 10; i++) {
                LEDGER.post(hub);
            }
            int sent = LEDGER.sent();
            assertThat(hub.command("drain")).contains("The hub takes no new work");
            assertThat(drain(hub, true).path("on").asBoolean()).isTrue();
            assertThat(ready(hub)).isEqualTo("DRAINING");
            var refused = LEDGER.send(hub, LEDGER.input());
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).contains("being drained");
            awaitLog(hub, "Route queue takes no work now");
            awaitLog(hub, "Route file takes no work now");
            LEDGER.handOverMessages(jms, 3);
            hub.drop("work", "a.txt", LEDGER.handOver(LEDGER.input()));
            Awaitility.await("what runs is finished")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hub.json("/api/hub/drain").path("running").asInt() == 0);
            assertThat(hub.json("/api/tasks?flow=work&limit=1000"))
                    .as("nothing was taken")
                    .hasSize(sent);
            assertThat(Files.exists(hub.data.resolve("inbox/work/a.txt"))).isTrue();
            assertThat(hub.command("drain", "--off")).contains("The hub takes work");
            assertThat(ready(hub)).isEqualTo("UP");
            LEDGER.judge(hub, jms);
        }
    }

    @Test
    void stopsInTimeUnderLoadAndGoesOnAfterwards() throws Exception {
        try (JMSContext jms = hub.jms()) {
            LEDGER.handOverMessages(jms, 100);
        }
        for (int i = 0; i < 30; i++) {
            LEDGER.post(hub);
        }
        hub.drop("work", "b.txt", LEDGER.handOver(LEDGER.input()));
        String input = LEDGER.handOver(LEDGER.input());
        var waiting = CompletableFuture.supplyAsync(() -> patient(input));
        Awaitility.await("the hub has what somebody waits for")
                .atMost(Duration.ofSeconds(10))
                .until(() -> hub.json("/api/tasks?flow=work&limit=1000")
                        .findValuesAsText("input")
                        .contains(input));
        long begun = System.nanoTime();
        assertThat(hub.stop()).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STOPPED);
        assertThat(waiting.get(10, TimeUnit.SECONDS))
                .as("who waits for an answer gets one")
                .isEqualTo(202);
        hub.start();
        try (JMSContext jms = hub.jms()) {
            LEDGER.judge(hub, jms);
        }
        assertThat(hub.json("/api/dead-letters")).isEmpty();
    }

    /** Asks and waits longer than the hub lives; returns the status. */
    private static int patient(String input) {
        try {
            return hub.post("/api/tasks?wait=60s", "{\"flow\": \"work\", \"input\": \"" + input + "\"}")
                    .statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode drain(HubProcess hub, boolean on) throws Exception {
        var answer = hub.post("/api/hub/drain", "{\"on\": " + on + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HubProcess.JSON.readTree(answer.body());
    }

    private static String ready(HubProcess hub) throws Exception {
        var answer = hub.get("/health/ready");
        JsonNode health = HubProcess.JSON.readTree(answer.body());
        String status = health.path("status").asText();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status.equals("UP") ? 200 : 503);
        return status;
    }

    private static void awaitLog(HubProcess hub, String says) {
        Awaitility.await("the log says " + says)
                .atMost(Duration.ofSeconds(20))
                .until(() -> hub.log().contains(says));
    }
}
