package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is a process of its own and goes away: HTTP and files go on, and what was to be sent is sent later, once. */
class BrokerAwayIT {

    private static final int TASKS = 10;

    @TempDir
    Path directory;

    private BrokerProcess broker;
    private HubProcess hub;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(directory.resolve("broker")).start();
        hub = new HubProcess(directory.resolve("data"), "--tutti.jms.url=" + broker.url(), "--tutti.jms.password=none")
                .start();
        assertThat(ready().path("status").asText()).isEqualTo("UP");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        broker.close();
    }

    @Test
    void goesOnWithoutABrokerThatWasKilledAndSendsWhatWaitedOnceItIsBack() throws Exception {
        broker.kill();
        awaitBroker("DEGRADED");
        Set<String> tickets = work();
        broker.start();
        awaitBroker("UP");
        assertThat(events()).isEqualTo(tickets);
    }

    @Test
    void goesOnWithoutABrokerThatHangsAndSendsWhatWaitedOnceItSpeaks() throws Exception {
        broker.pause();
        awaitBroker("DEGRADED");
        Set<String> tickets = work();
        broker.resume();
        awaitBroker("UP");
        assertThat(events()).isEqualTo(tickets);
    }

    /** The tickets of questions that were asked over HTTP and answered. */
    private Set<String> work() throws Exception {
        Set<String> tickets = new HashSet<>();
        for (int i = 0; i < TASKS; i++) {
            JsonNode answer = hub.ask("Where is my order HP-10023? (" + i + ")");
            assertThat(answer.path("status").asText()).isEqualTo("COMPLETED");
            tickets.add(answer.at("/output/ticket").asText());
        }
        hub.drop("customer-support", "question.txt", "Where is my order HP-10024?");
        JsonNode result = HubProcess.JSON.readTree(hub.awaitFile("outbox/customer-support/question.txt.result.json"));
        tickets.add(result.at("/output/ticket").asText());
        return tickets;
    }

    /** The tickets that were told on the queue, each once. */
    private Set<String> events() throws Exception {
        Set<String> told = new HashSet<>();
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                JMSContext jms = factory.createContext()) {
            var queue = jms.createConsumer(jms.createQueue("company.tickets"));
            for (int i = 0; i <= TASKS; i++) {
                Message event = queue.receive(60_000);
                assertThat(event).as("event %d", i + 1).isNotNull();
                JsonNode ticket = HubProcess.JSON.readTree(event.getBody(String.class));
                assertThat(told.add(ticket.path("ticket").asText()))
                        .as("%s is told once", ticket)
                        .isTrue();
            }
            assertThat(queue.receive(2_000)).isNull();
        }
        return told;
    }

    private void awaitBroker(String status) {
        Awaitility.await("the broker is " + status)
                .atMost(Duration.ofSeconds(60))
                .until(() -> ready().at("/components/broker/status").asText().equals(status));
    }

    /** It answers 200 all the while: tasks are taken. */
    private JsonNode ready() throws Exception {
        var answer = hub.get("/health/ready");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HubProcess.JSON.readTree(answer.body());
    }
}
