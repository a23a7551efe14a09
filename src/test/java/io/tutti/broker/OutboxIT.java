package io.tutti.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jms.core.JmsTemplate;

class OutboxIT {

    @TempDir
    Path home;

    private BrokerScene scene;
    private JmsTemplate reader;

    @BeforeEach
    void start() throws Exception {
        scene = new BrokerScene(home, BrokerScene.h2(home), 0);
        reader = new JmsTemplate(scene.connections);
        reader.setReceiveTimeout(3000);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void relaysInOrderWithHeadersAndForgetsWhatWasSent() throws Exception {
        scene.relay.start();
        for (int i = 0; i < 450; i++) {
            put("tutti.results", "answer " + i);
        }
        for (int i = 0; i < 450; i++) {
            var message = reader.receive("tutti.results");
            assertThat(message).isNotNull();
            assertThat(message.getBody(String.class)).isEqualTo("answer " + i);
            assertThat(message.getStringProperty("task")).isEqualTo("t1");
            assertThat(message.getJMSCorrelationID()).isEqualTo("c1");
        }
        await().until(() -> scene.outbox.waiting() == 0);
    }

    @Test
    void keepsATextThatIsTooLongForTheRow() throws Exception {
        String text = "ü".repeat(300_000);
        put("tutti.results", text);
        scene.relay.relayOnce();
        assertThat(reader.receive("tutti.results").getBody(String.class)).isEqualTo(text);
    }

    @Test
    void sendsOnceWhenTheHubDiedBetweenSendingAndForgetting() throws Exception {
        put("tutti.results", "first");
        put("tutti.results", "second");
        var rows = claim();
        delivery().deliver(rows);
        put("tutti.results", "third");
        scene.relay.relayOnce();
        assertThat(bodies("tutti.results")).containsExactly("first", "second", "third");
        assertThat(scene.outbox.waiting()).isZero();
        assertThat(scene.outbox.parked()).isZero();
    }

    @Test
    void putsAMessageAsideThatCannotBeDeliveredAndSendsTheOthers() {
        put("tutti.results", "before");
        put("not a queue*#", "lost?");
        put("activemq.management", "no");
        put("tutti.results", "after");
        scene.relay.relayOnce();
        assertThat(bodies("tutti.results")).containsExactly("before", "after");
        for (int i = 1; i < OutboxRelay.MOST_ATTEMPTS; i++) {
            sql("UPDATE outbox SET due = NULL");
            scene.relay.relayOnce();
        }
        assertThat(scene.outbox.parked()).isEqualTo(2);
        assertThat(JdbcClient.create(scene.database)
                        .sql("SELECT problem FROM outbox ORDER BY id FETCH FIRST 1 ROW ONLY")
                        .query(String.class)
                        .single())
                .contains("not a queue*#");
    }

    @Test
    void doesNotMakeAQueueForAnAskerWhoHasLeft() {
        put("0a1b2c3d-0000-1111-2222-0123456789ab", "too late");
        scene.relay.relayOnce();
        assertThat(scene.broker.lacks("0a1b2c3d-0000-1111-2222-0123456789ab")).isTrue();
        assertThat(scene.outbox.waiting()).isEqualTo(1);
    }

    @Test
    void countsNothingWhileTheBrokerIsAway() throws Exception {
        put("tutti.results", "patience");
        scene.broker.close();
        assertThat(scene.relay.relayOnce()).isEqualTo(OutboxRelay.Round.OUTAGE);
        assertThat(JdbcClient.create(scene.database)
                        .sql("SELECT attempts FROM outbox")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void writesAResultFileWholeAndInsideTheOutboxOnlyAlsoWithoutABroker() throws Exception {
        scene.commits.commit(List.of(
                scene.outbox.toFile("customer-support/q.txt.result.json", new Claim(null, "{\"ü\":1}")),
                scene.outbox.toFile("../escape.json", new Claim(null, "{}")),
                scene.outbox.toFile("${bean:camelContext?method=stop}.json", new Claim(null, "{}"))));
        scene.broker.close();
        scene.files.relayOnce();
        Path folder = home.resolve("outbox").resolve("customer-support");
        assertThat(Files.readString(folder.resolve("q.txt.result.json"))).isEqualTo("{\"ü\":1}");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThat(home.resolve("escape.json")).doesNotExist();
        assertThat(scene.outbox.waiting()).isEqualTo(2);
    }

    @Test
    void sendsABatchTogetherOrNotAtAll() {
        put("tutti.results", "good");
        put("not a queue*#", "bad");
        assertThatThrownBy(() -> delivery().deliver(claim())).hasMessageContaining("not a queue*#");
        assertThat(bodies("tutti.results")).isEmpty();
    }

    private QueueDelivery delivery() {
        return new QueueDelivery(scene.camel, scene.batches, scene.broker);
    }

    private List<OutboxRow> claim() {
        return scene.outbox.claim(
                OutboxRow.Kind.QUEUE, 100, Instant.EPOCH, Instant.now().plusSeconds(60));
    }

    private void put(String queue, String body) {
        scene.commits.commit(
                List.of(scene.outbox.toQueue(queue, body, Map.of("task", "t1", "JMSCorrelationID", "c1"))));
    }

    private void sql(String statement) {
        JdbcClient.create(scene.database).sql(statement).update();
    }

    private List<String> bodies(String queue) {
        reader.setReceiveTimeout(300);
        var bodies = new ArrayList<String>();
        for (Object body = reader.receiveAndConvert(queue); body != null; body = reader.receiveAndConvert(queue)) {
            bodies.add((String) body);
        }
        return bodies;
    }
}
