package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two hubs on one broker, one PostgreSQL and one inbox folder; each in turn dies, or stands still longer than its lease. */
class TwoHubsIT {

    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();
    private EmbeddedPostgres postgres;
    private BrokerProcess broker;
    private HubProcess first;
    private HubProcess second;
    private JdbcClient sql;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        sql = JdbcClient.create(postgres.getPostgresDatabase());
        broker = new BrokerProcess(directory.resolve("broker")).start();
        String routes = Ledger.flow(directory.resolve("routes"), Duration.ofMillis(700), Duration.ofMillis(500));
        Files.createDirectory(directory.resolve("inbox"));
        first = hub("first", routes).start();
        second = hub("second", routes).start();
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
        broker.close();
        postgres.close();
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
        ledger.post(first);
        judge();
        assertThat(first.log())
                .as("what it held when it stood still")
                .contains("another hub has taken it; this run stops");
    }

    /** By HTTP to both, by queue, and by the folder that both watch. */
    private void send() throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                JMSContext jms = factory.createContext()) {
            ledger.handOverMessages(jms, 20);
        }
        for (int i = 0; i < 10; i++) {
            ledger.post(first, second);
            ledger.post(second, first);
            String input = ledger.handOver(ledger.input());
            first.drop(Ledger.FLOW, input + ".txt", input);
        }
    }

    private void judge() throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                JMSContext jms = factory.createContext()) {
            ledger.judge(second, jms);
        }
    }

    private HubProcess hub(String name, String routes) throws Exception {
        Path data = Files.createDirectory(directory.resolve(name));
        Files.createSymbolicLink(data.resolve("inbox"), directory.resolve("inbox"));
        return new HubProcess(
                data,
                routes,
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--tutti.jms.url=" + broker.url(),
                "--tutti.jms.password=none",
                "--tutti.task.lease=" + LEASE.toSeconds() + "s");
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
