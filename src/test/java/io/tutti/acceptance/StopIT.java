package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a hub is taken out of service: drained, stopped under load, and two of them restarted one after the other. */
class StopIT {

    /** Less than the 10 s that a container gives; a running step takes 1 s. */
    private static final Duration STOPPED = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();

    @Test
    void finishesWhatItRunsAndTakesNothingMoreWhileItIsDrained() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), routes(STEP)).start();
                JMSContext jms = hub.jms()) {
            for (int i = 0; i < 10; i++) {
                ledger.post(hub);
            }
            assertThat(hub.command("drain")).contains("The hub takes no new work");
            assertThat(drain(hub, true).path("on").asBoolean()).isTrue();
            assertThat(ready(hub)).isEqualTo("DRAINING");
            var refused = ledger.send(hub, ledger.input());
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).contains("being drained");
            awaitLog(hub, "Route queue takes no work now");
            awaitLog(hub, "Route file takes no work now");
            ledger.handOverMessages(jms, 3);
            hub.drop("work", "a.txt", ledger.handOver(ledger.input()));
            Awaitility.await("what runs is finished")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hub.json("/api/hub/drain").path("running").asInt() == 0);
            assertThat(hub.json("/api/tasks?flow=work")).as("nothing was taken").hasSize(10);
            assertThat(Files.exists(hub.data.resolve("inbox/work/a.txt"))).isTrue();
            assertThat(hub.command("drain", "--off")).contains("The hub takes work");
            assertThat(ready(hub)).isEqualTo("UP");
            ledger.judge(hub, jms);
        }
    }

    @Test
    void stopsInTimeUnderLoadAndGoesOnAfterwards() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), routes(STEP)).start()) {
            try (JMSContext jms = hub.jms()) {
                ledger.handOverMessages(jms, 100);
            }
            for (int i = 0; i < 30; i++) {
                ledger.post(hub);
            }
            hub.drop("work", "a.txt", ledger.handOver(ledger.input()));
            var waiting = CompletableFuture.supplyAsync(() -> patient(hub));
            long begun = System.nanoTime();
            assertThat(hub.stop()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STOPPED);
            assertThat(waiting.get(10, TimeUnit.SECONDS))
                    .as("who waits for an answer gets one")
                    .isIn(202, 503);
            hub.start();
            try (JMSContext jms = hub.jms()) {
                ledger.judge(hub, jms);
            }
            assertThat(hub.json("/api/dead-letters")).isEmpty();
        }
    }

    @Test
    void losesNothingWhenTwoHubsAreRestartedOneAfterTheOther() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                BrokerProcess broker = new BrokerProcess(directory.resolve("broker")).start();
                HubProcess first = hub("first", postgres, broker).start();
                HubProcess second = hub("second", postgres, broker).start()) {
            var over = new AtomicBoolean();
            var load = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    ledger.post(first, second);
                    ledger.post(second, first);
                }
            });
            for (var hub : List.of(first, second)) {
                int sent = ledger.sent();
                Awaitility.await("load").until(() -> ledger.sent() > sent + 20);
                assertThat(hub.stop()).isIn(0, 143);
                hub.start();
            }
            over.set(true);
            load.get(30, TimeUnit.SECONDS);
            assertThat(ledger.refusals)
                    .as("what clients saw of the restarts")
                    .isNotEmpty()
                    .allMatch(refusal -> refusal.equals("refused") || refusal.startsWith("503 "));
            try (var factory = new ActiveMQConnectionFactory(broker.url());
                    JMSContext jms = factory.createContext()) {
                ledger.judge(first, jms);
            }
        }
    }

    private HubProcess hub(String name, EmbeddedPostgres postgres, BrokerProcess broker) throws Exception {
        return new HubProcess(
                directory.resolve(name),
                routes(Duration.ofMillis(200)),
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--tutti.jms.url=" + broker.url(),
                "--tutti.jms.password=none");
    }

    private String routes(Duration slow) throws Exception {
        return Ledger.flow(directory.resolve("routes"), slow, Duration.ofMillis(300));
    }

    /** Asks and waits longer than the hub lives; returns the status. */
    private int patient(HubProcess hub) {
        try {
            return hub.post(
                            "/api/tasks?wait=60s",
                            "{\"flow\": \"work\", \"input\": \"" + ledger.handOver(ledger.input()) + "\"}")
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
