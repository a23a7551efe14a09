package io.tutti.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

class BrokerIT {

    private static final int MORE_THAN_THE_BROKER_HOLDS = 80 * 1024 * 1024;
    private static final int MESSAGE_BYTES = 50_000;

    @TempDir
    Path home;

    private BrokerScene scene;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        scene = new BrokerScene(home, BrokerScene.h2(home), port);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> BrokerScene.outsider(port, "guess").createConnection())
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void refusesTheManagementAddress() throws Exception {
        try (var connection = outsider();
                var session = connection.createSession()) {
            assertThatThrownBy(() -> session.createProducer(session.createQueue("activemq.management"))
                            .send(session.createTextMessage("x")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void keepsMessagesOverARestart() throws Exception {
        new JmsTemplate(scene.connections).convertAndSend("tutti.results", "kept");
        scene.connections.stop();
        scene.batches.stop();
        scene.broker.close();
        scene.startBroker();
        assertThat(new JmsTemplate(scene.connections).receiveAndConvert("tutti.results"))
                .isEqualTo("kept");
    }

    @Test
    void keepsTasksInMemoryThoughNobodyReadsAnotherQueue() throws Exception {
        try (var connection = scene.batches.createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var unread = session.createProducer(session.createQueue("company.tickets"));
                var tasks = session.createProducer(session.createQueue("tutti.tasks"))) {
            for (int i = 0; i < MORE_THAN_THE_BROKER_HOLDS / MESSAGE_BYTES; i++) {
                var message = session.createBytesMessage();
                message.writeBytes(new byte[MESSAGE_BYTES]);
                unread.send(message);
            }
            session.commit();
            tasks.send(session.createTextMessage("{}"));
            session.commit();
        }
        try (var files = Files.walk(scene.home.resolve("broker/paging"))) {
            List<String> onDisk = new ArrayList<>();
            for (Path file : files.filter(file -> file.endsWith("address.txt")).toList()) {
                onDisk.add(Files.readString(file).strip());
            }
            assertThat(onDisk).containsExactly("company.tickets");
        }
    }

    @Test
    void leadsTheAddressOfAFlowToTheTasksAndNamesTheFlow() throws Exception {
        try (var connection = outsider();
                var session = connection.createSession()) {
            var message = session.createTextMessage("hello");
            message.setStringProperty("flow", "forged");
            session.createProducer(session.createQueue("tutti.tasks.customer-support"))
                    .send(message);
        }
        var reader = new JmsTemplate(scene.connections);
        reader.setReceiveTimeout(3000);
        var taken = reader.receive("tutti.tasks");
        assertThat(taken).isNotNull();
        assertThat(taken.getBody(String.class)).isEqualTo("hello");
        assertThat(taken.getStringProperty("flow")).isEqualTo("customer-support");
    }

    @Test
    void letsOnlyListedPropertiesIn() throws Exception {
        var seen = Collections.synchronizedList(new ArrayList<Map<String, Object>>());
        consume("tutti.tasks", seen, new ArrayList<>());
        try (var connection = outsider();
                var session = connection.createSession()) {
            var message = session.createTextMessage("hello");
            for (String name : List.of("CamelFileName", "CAmelFileName", "tuttiTaskId", "JMSXGroupID", "flow", "key")) {
                message.setStringProperty(name, "v");
            }
            session.createProducer(session.createQueue("tutti.tasks")).send(message);
        }
        await().until(() -> !seen.isEmpty());
        assertThat(seen.getFirst()).containsKeys("flow", "key", "JMSXGroupID");
        assertThat(seen.getFirst().keySet())
                .noneMatch("CamelFileName"::equalsIgnoreCase)
                .doesNotContain("tuttiTaskId");
    }

    @Test
    void handsOnWhatItDoesNotReadWithoutDeserialisingIt() throws Exception {
        var bodies = Collections.synchronizedList(new ArrayList<Object>());
        consume("tutti.tasks", new ArrayList<>(), bodies);
        try (var connection = outsider();
                var session = connection.createSession()) {
            var producer = session.createProducer(session.createQueue("tutti.tasks"));
            producer.send(session.createObjectMessage(new ArrayList<>(List.of("x"))));
            producer.send(session.createMapMessage());
            producer.send(session.createMessage());
            producer.send(session.createTextMessage("y".repeat(SafeConverter.LARGEST_BYTES + 1)));
            var bytes = session.createBytesMessage();
            bytes.writeBytes("bytes".getBytes());
            producer.send(bytes);
        }
        await().until(() -> bodies.size() == 5);
        assertThat(bodies.subList(0, 4)).allMatch(Unreadable.class::isInstance);
        assertThat(((Unreadable) bodies.get(0)).original()).isNotEmpty();
        assertThat(((Unreadable) bodies.get(3)).original()).hasSize(SafeConverter.LARGEST_BYTES + 1);
        assertThat((byte[]) bodies.get(4)).isEqualTo("bytes".getBytes());
    }

    @Test
    void givesAMessageBackWhenItsRouteFails() throws Exception {
        var tries = Collections.synchronizedList(new ArrayList<Object>());
        scene.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("jms:queue:tutti.decisions").process(exchange -> {
                    tries.add(exchange.getMessage().getBody());
                    if (tries.size() == 1) {
                        throw new IllegalStateException("database away");
                    }
                });
            }
        });
        new JmsTemplate(scene.connections).convertAndSend("tutti.decisions", "yes");
        await().until(() -> tries.size() == 2);
        assertThat(tries).containsExactly("yes", "yes");
    }

    @Test
    void copiesAMessageToTheAuditQueueWithoutStrangersHeaders() throws Exception {
        scene.camel
                .createProducerTemplate()
                .sendBodyAndHeaders("direct:copy-to-audit", "body", Map.of("secret", "s", "tuttiTaskId", "t"));
        var copy = new JmsTemplate(scene.connections).receive("tutti.audit");
        assertThat(copy.getStringProperty("tuttiTaskId")).isEqualTo("t");
        assertThat(copy.getStringProperty("secret")).isNull();
        assertThat(copy.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.NON_PERSISTENT);
    }

    private Connection outsider() throws JMSException {
        var connection = BrokerScene.outsider(port, BrokerScene.PASSWORD).createConnection();
        connection.start();
        return connection;
    }

    private void consume(String queue, List<Map<String, Object>> headers, List<Object> bodies) throws Exception {
        scene.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:" + queue + "?disableReplyTo=true").process(exchange -> {
                    headers.add(Map.copyOf(withoutNulls(exchange.getMessage().getHeaders())));
                    bodies.add(exchange.getMessage().getBody());
                });
            }
        });
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> headers) {
        var copy = new java.util.HashMap<>(headers);
        copy.values().removeIf(java.util.Objects::isNull);
        return copy;
    }
}
