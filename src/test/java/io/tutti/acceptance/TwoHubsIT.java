package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two hubs on one broker, one PostgreSQL and one inbox folder; each in turn is restarted or dies, or one stands still
 * longer than its lease.
 */
class TwoHubsIT {

    private static final Duration LEASE = Duration.ofSeconds(3);

    private static final String TAKEN = "another hub has taken it; this run stops";
    private static final String DAY_BEHIND = "-86400";
    private static final String HOUR_BEHIND = "-3600";
    private static final String HOUR_AHEAD = "+3600";
    private static final String STOPPED = "2026-01-31 10:00:00";
    private static final Ledger LEDGER = new Ledger();

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private static BrokerProcess broker;
    private static HubProcess first;
    private static HubProcess second;
    private static JdbcClient sql;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        sql = JdbcClient.create(postgres.getPostgresDatabase());
        broker = new BrokerProcess(directory.resolve("broker")).start();
        String routes = Ledger.flow(directory.resolve("routes"), Duration.ofMillis(700), Duration.ofMillis(500));
        Files.createDirectory(directory.resolve("inbox"));
        first = hub("first", routes).start();
        second = hub("second", routes).start();
    }

    @AfterAll
    static void stop() throws Exception {
        first.close();
        second.close();
        broker.close();
        postgres.close();
    }

    @Test
    void losesNothingWhenEachIsRestartedInTurn() throws Exception {
        LEDGER.refusals.clear();
        var over = new AtomicBoolean();
        var load = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                LEDGER.post(first, second);
                LEDGER.post(second, first);
            }
        });
        for (var hub : List.of(first, second)) {
            int sent = LEDGER.sent();
            Awaitility.await("load").atMost(Duration.ofSeconds(30)).until(() -> LEDGER.sent() > sent + 20);
            assertThat(hub.stop()).isIn(0, 143);
            hub.start();
        }
        over.set(true);
        load.get(30, TimeUnit.SECONDS);
        assertThat(LEDGER.refusals)
                .as("what clients saw of the restarts")
                .isNotEmpty()
                .allMatch(refusal -> refusal.matches("(?s)refused|503 .*|broken: .*"));
        // A connection that comes in the moment in which the port closes ends without an answer, and one client has
        // one.
        assertThat(LEDGER.refusals)
                .filteredOn(refusal -> refusal.startsWith("broken"))
                .hasSizeLessThanOrEqualTo(2);
        judge();
    }

    @Test
    void losesAndDoublesNothingWhenEachIsKilledInTurn() throws Exception {
        for (var hub : List.of(first, second)) {
            send();
            awaitWork(hub);
            hub.kill();
            hub.start();
        }
        judge();
    }

    @Test
    void refusesWhatAHubWritesThatStoodStillLongerThanItsLease() throws Exception {
        send();
        awaitWork(first);
        int before = first.log().length();
        first.pause();
        List<String> held = held(first);
        Awaitility.await("the other hub has finished what the first one held")
                .atMost(Duration.ofSeconds(40))
                .until(() -> sql.sql("SELECT COUNT(*) FROM task WHERE id IN (:held) AND status <> 'COMPLETED'")
                                .param("held", held)
                                .query(Long.class)
                                .single()
                        == 0);
        first.resume();
        LEDGER.post(first);
        judge();
        assertThat(first.log().substring(before))
                .as("what it held when it stood still")
                .contains(TAKEN);
    }

    @Test
    void compareNoClocks() throws Exception {
        var clock = MachineClock.in(directory);
        assertThat(second.stop()).isIn(0, 143);
        int before = first.log().length();
        int beforeSecond = second.log().length();
        second.environment(clock.environment()).start();
        for (String time : List.of(DAY_BEHIND, STOPPED, HOUR_AHEAD, HOUR_BEHIND)) {
            clock.set(time);
            awaitClock(second, clock.now());
            send();
            judge();
        }
        assertThat(first.log().substring(before) + second.log().substring(beforeSecond))
                .as("no living hub was taken for dead")
                .doesNotContain(TAKEN);
        send();
        awaitWork(second);
        second.kill();
        judge(first);
        second.start();
    }

    /** By HTTP to both, by queue, and by the folder that both watch. */
    private void send() throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                JMSContext jms = factory.createContext()) {
            LEDGER.handOverMessages(jms, 20);
        }
        for (int i = 0; i < 10; i++) {
            LEDGER.post(first, second);
            LEDGER.post(second, first);
            String input = LEDGER.handOver(LEDGER.input());
            first.drop(Ledger.FLOW, input + ".txt", input);
        }
    }

    private void judge() throws Exception {
        judge(second);
    }

    private void judge(HubProcess hub) throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                JMSContext jms = factory.createContext()) {
            LEDGER.judge(hub, jms);
        }
    }

    private static HubProcess hub(String name, String routes) throws Exception {
        Path data = Files.createDirectory(directory.resolve(name));
        Files.createSymbolicLink(data.resolve("inbox"), directory.resolve("inbox"));
        return new HubProcess(
                data,
                CachedStart.forTests(),
                routes,
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--tutti.jms.url=" + broker.url(),
                "--tutti.jms.password=none",
                // A task that ended by a clock months behind is old enough to be deleted by the other hub.
                "--tutti.retention.default=36500d",
                "--tutti.task.lease=" + LEASE.toSeconds() + "s");
    }

    /** A process looks at its clock's setting once a second; a wait that begins before is by the clock before. */
    private static void awaitClock(HubProcess hub, Instant time) {
        Awaitility.await("the hub's clock says " + time)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Duration.between(time, hub.now()).abs().compareTo(Duration.ofMinutes(1)) < 0);
    }

    private void awaitWork(HubProcess hub) {
        Awaitility.await("the hub runs tasks")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> held(hub).size() >= 3);
    }

    private List<String> held(HubProcess hub) throws Exception {
        return sql.sql("SELECT id FROM task WHERE status = 'RUNNING' AND owner LIKE :hub")
                .param("hub", Files.readString(hub.data.resolve("hub.id")).strip() + ":%")
                .query(String.class)
                .list();
    }
}
