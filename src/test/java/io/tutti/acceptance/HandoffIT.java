package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases that the worked example hands to a person, and what goes out once the person has decided. */
class HandoffIT {

    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new HubProcess(directory.resolve("data")).start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(hub.stop()).isIn(0, 143);
    }

    @Test
    void handsACaseToAPersonAndGoesOnWithTheDecision() throws Exception {
        JsonNode task = hub.ask("I want to talk to a real person, please.");
        assertThat(task.path("status").asText()).isEqualTo("WAITING");
        JsonNode item = item(task.path("id").asText());
        assertThat(item.at("/case/reason").asText()).contains("person");
        var decided = hub.post(
                "/api/inbox/" + item.path("id").asText() + "/decision",
                "{\"decision\": \"answer\", \"output\": \"Anna will call you at ten.\", \"reason\": \"asked for it\"}");
        assertThat(decided.statusCode()).isEqualTo(200);
        JsonNode done = hub.awaitTask(task.path("id").asText(), "COMPLETED");
        assertThat(done.at("/output/reply").asText()).isEqualTo("Anna will call you at ten.");
        var again = hub.post("/api/inbox/" + item.path("id").asText() + "/decision", "{\"decision\": \"approve\"}");
        assertThat(again.statusCode()).isEqualTo(409);
    }

    @Test
    void takesADecisionByQueueAndRepliesByTheDoorTheQuestionCameIn() throws Exception {
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            JMSConsumer consumer = jms.createConsumer(replies);
            jms.createProducer()
                    .setJMSReplyTo(replies)
                    .setProperty("flow", "customer-support")
                    .setProperty("key", "by-queue")
                    .send(jms.createQueue("tutti.tasks"), "Let me speak with a human being.");
            JsonNode item = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> itemOf("Let me speak"), found -> found != null);
            jms.createProducer()
                    .send(
                            jms.createQueue("tutti.decisions"),
                            "{\"id\": \"" + item.path("id").asText()
                                    + "\", \"decision\": \"reject\", \"reason\": \"spam\"}");
            Message reply = consumer.receive(PATIENCE_MILLIS);
            assertThat(reply).isNotNull();
            JsonNode task = HubProcess.JSON.readTree(reply.getBody(String.class));
            assertThat(task.at("/output/decision").asText()).isEqualTo("reject");
            assertThat(task.at("/output/reply").isNull()).isTrue();
        }
    }

    private static JsonNode item(String task) throws Exception {
        for (JsonNode item : hub.json("/api/inbox?limit=1000")) {
            if (item.path("task").asText().equals(task)) {
                return item;
            }
        }
        throw new AssertionError("no inbox item for task " + task);
    }

    private static JsonNode itemOf(String question) throws Exception {
        for (JsonNode item : hub.json("/api/inbox?limit=1000")) {
            if (item.at("/case/question").asText().startsWith(question)) {
                return item;
            }
        }
        return null;
    }
}
