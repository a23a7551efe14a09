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
            JsonNode item = awaitItem("Let me speak");
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

    @Test
    void sendsTheSuggestedAnswerToTheReplyQueueOnceAPersonApprovesItByHttp() throws Exception {
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            JMSConsumer consumer = jms.createConsumer(replies);
            jms.createProducer()
                    .setJMSReplyTo(replies)
                    .setJMSCorrelationID("case-8")
                    .send(
                            jms.createQueue("tutti.tasks.customer-support"),
                            "For the fifth time: where is my order HP-10023? I am fed up with your excuses!");
            JsonNode item = awaitItem("For the fifth time");
            assertThat(item.at("/case/reason").asText()).isEqualTo("the customer is angry");
            String suggestion = item.at("/case/suggestion").asText();
            assertThat(suggestion).contains("HP-10023");
            assertThat(consumer.receiveNoWait())
                    .as("a reply before the decision")
                    .isNull();
            var decided =
                    hub.post("/api/inbox/" + item.path("id").asText() + "/decision", "{\"decision\": \"approve\"}");
            assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
            Message reply = consumer.receive(PATIENCE_MILLIS);
            assertThat(reply).isNotNull();
            assertThat(reply.getJMSCorrelationID()).isEqualTo("case-8");
            assertThat(reply.getStringProperty("tuttiStatus")).isEqualTo("COMPLETED");
            JsonNode task = HubProcess.JSON.readTree(reply.getBody(String.class));
            assertThat(task.at("/output/reply").asText()).isEqualTo(suggestion);
            assertThat(task.at("/output/decision").asText()).isEqualTo("approve");
            assertThat(task.at("/output/person").asText()).isEqualTo("admin");
            assertThat(task.at("/output/ticket").asText()).startsWith("T-");
        }
    }

    @Test
    void writesTheEditedAnswerToTheOutboxOnceAPersonEditsItByCommandLine() throws Exception {
        hub.drop(
                "customer-support",
                "angry.txt",
                "For the tenth time: when will my order HP-10024 arrive? I am fed up with your excuses!");
        JsonNode item = awaitItem("For the tenth time");
        String suggestion = item.at("/case/suggestion").asText();
        assertThat(suggestion).contains("HP-10024");
        String result = "outbox/customer-support/angry.txt.result.json";
        assertThat(hub.data.resolve(result)).as("a result before the decision").doesNotExist();
        String edited = "We are sorry. " + suggestion;
        String id = item.path("id").asText();
        assertThat(hub.command("decide", id, "edit", "--output", edited, "--reason", "too cold"))
                .contains("Decided: edit. The task goes on.");
        JsonNode task = HubProcess.JSON.readTree(hub.awaitFile(result));
        assertThat(task.path("id").asText()).isEqualTo(item.path("task").asText());
        assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(task.at("/output/reply").asText()).isEqualTo(edited);
        assertThat(task.at("/output/decision").asText()).isEqualTo("edit");
        assertThat(task.at("/output/reason").asText()).isEqualTo("too cold");
    }

    private static JsonNode awaitItem(String question) {
        return Awaitility.await("a case for a person: " + question)
                .atMost(Duration.ofMillis(PATIENCE_MILLIS))
                .until(() -> itemOf(question), found -> found != null);
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
