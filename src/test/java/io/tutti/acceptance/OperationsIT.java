package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do: they mend a route while the hub runs, redrive what failed, and prove what happened. */
class OperationsIT {

    private static final long PATIENCE_MILLIS = 60_000;
    private static final String GIVES_UP =
            "- throwException: {exceptionType: java.lang.IllegalStateException, message: not yet}";
    private static final String FRAGILE = """
            - route:
                id: fragile
                description: Gives up at its second step until it is mended.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: fragile}
                  steps:
                    - step:
                        id: first
                        steps:
                          - setBody: {constant: {expression: begun}}
                    - step:
                        id: second
                        steps:
            """;

    private static final String PAUSED = """
            - route:
                id: paused
                description: Is taken out of the running hub and put back.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: paused}
                  steps:
                    - setBody: {constant: {expression: back}}
            """;

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("fragile.camel.yaml"), fragile(GIVES_UP));
        Files.writeString(routes.resolve("paused.camel.yaml"), PAUSED);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes).start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(hub.stop()).isIn(0, 143);
    }

    @Test
    void keepsAnAuditTrailThatVerifies() throws Exception {
        JsonNode task = hub.ask("Where is my order HP-10023?");
        String id = task.path("id").asText();
        assertThat(hub.json("/api/audit?task=" + id).findValuesAsText("action"))
                .contains("task.accepted", "route.decided", "model.called", "tool.called", "task.completed");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.json("/api/audit/verify").path("intact").asBoolean());
    }

    @Test
    void redrivesADeadLetterFromWhereItFailedOnceTheRouteIsMended() throws Exception {
        JsonNode failed =
                HubProcess.JSON.readTree(hub.post("/api/tasks?wait=60s", "{\"flow\": \"fragile\", \"input\": \"x\"}")
                        .body());
        assertThat(failed.path("status").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/error/step").asText()).isEqualTo("second");
        JsonNode letter = hub.json("/api/dead-letters?flow=fragile").get(0);
        assertThat(letter.path("task").asText()).isEqualTo(failed.path("id").asText());
        change("- step: {id: never-ends");
        awaitLog("fragile.camel.yaml:");
        assertThat(hub.post("/api/tasks?wait=60s", "{\"flow\": \"fragile\", \"input\": \"x\"}")
                        .body())
                .as("the old route stays while its file is broken")
                .contains("FAILED");
        change("- setBody: {constant: {expression: mended}}");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mended());
        assertThat(hub.post("/api/dead-letters/" + letter.path("id").asText() + "/redrive", "{\"pool\": \"nowhere\"}")
                        .statusCode())
                .as("it stays parked")
                .isEqualTo(404);
        var redriven = hub.post("/api/dead-letters/" + letter.path("id").asText() + "/redrive", "{}");
        assertThat(redriven.statusCode()).isEqualTo(202);
        JsonNode done = hub.awaitTask(failed.path("id").asText(), "COMPLETED");
        assertThat(done.path("output").asText()).isEqualTo("mended");
        JsonNode journal = hub.json("/api/tasks/" + failed.path("id").asText() + "/journal");
        assertThat(journal.get(0).path("attempt").asInt())
                .as("the first step was not run again")
                .isEqualTo(1);
        assertThat(journal.get(1).path("attempt").asInt()).isEqualTo(2);
        assertThat(hub.post("/api/dead-letters/" + letter.path("id").asText() + "/redrive", "{}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void forksATaskWithAnotherAnswerInThePlaceOfTheModels() throws Exception {
        JsonNode source = hub.ask("Where is my order HP-10024?");
        String path = "/api/tasks/" + source.path("id").asText() + "/fork";
        var forked = hub.post(path, "{\"from\": \"[0]/draft/model-1\", \"output\": \"It arrives on Monday.\"}");
        assertThat(forked.statusCode()).as(forked.body()).isEqualTo(202);
        String id = HubProcess.JSON.readTree(forked.body()).path("id").asText();
        JsonNode fork = hub.awaitTask(id, "COMPLETED");
        assertThat(fork.at("/output/reply").asText()).isEqualTo("It arrives on Monday.");
        assertThat(fork.at("/output/ticket").asText())
                .startsWith("T-")
                .isNotEqualTo(source.at("/output/ticket").asText());
        assertThat(hub.json("/api/tasks/" + id + "/journal").findValuesAsText("key"))
                .containsExactlyElementsOf(
                        hub.json("/api/tasks/" + source.path("id").asText() + "/journal")
                                .findValuesAsText("key"));

        assertThat(hub.post(path, "{}").statusCode()).isEqualTo(400);
        assertThat(hub.post(path, "{\"from\": \"nowhere\"}").statusCode()).isEqualTo(404);
        assertThat(hub.post(path, "{\"from\": \"read\", \"pool\": \"nowhere\"}").statusCode())
                .isEqualTo(404);
        assertThat(hub.post(path, "{\"from\": \"read\", \"pool\": \"default\"}").statusCode())
                .isEqualTo(202);
        assertThat(hub.post("/api/tasks/none/fork", "{\"from\": \"read\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void keepsWhatComesByAnyDoorForAFlowWhoseRouteIsAwayForAMoment() throws Exception {
        Path file = directory.resolve("routes/paused.camel.yaml");
        Files.delete(file);
        awaitLog("paused.camel.yaml: the route was removed");
        var refused = hub.post("/api/tasks", "{\"flow\": \"paused\", \"input\": \"x\"}");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(HubProcess.JSON.readTree(refused.body()).path("detail").asText())
                .contains("'paused', which is being loaded");
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            JMSConsumer consumer = jms.createConsumer(replies);
            jms.createProducer().setJMSReplyTo(replies).send(jms.createQueue("tutti.tasks.paused"), "by queue");
            hub.drop("paused", "question.txt", "by file");
            awaitLog("On delivery attempt: ");
            awaitLog("Rollback file strategy");
            Files.writeString(file, PAUSED);
            Message reply = consumer.receive(PATIENCE_MILLIS);
            assertThat(reply)
                    .as("the answer to the message that came too early")
                    .isNotNull();
            JsonNode byQueue = HubProcess.JSON.readTree(reply.getBody(String.class));
            assertThat(byQueue.path("input").asText()).isEqualTo("by queue");
            assertThat(byQueue.path("output").asText()).isEqualTo("back");
            JsonNode byFile = HubProcess.JSON.readTree(hub.awaitFile("outbox/paused/question.txt.result.json"));
            assertThat(byFile.path("output").asText()).isEqualTo("back");
            try (QueueBrowser rejected = jms.createBrowser(jms.createQueue("tutti.rejected"))) {
                assertThat(rejected.getEnumeration().hasMoreElements())
                        .as("a message in tutti.rejected")
                        .isFalse();
            }
            assertThat(hub.data.resolve("rejected/paused")).doesNotExist();
        }
    }

    @Test
    void leavesNoSecretInItsLog() throws Exception {
        assertThat(hub.log()).doesNotContain(hub.token());
    }

    private static boolean mended() throws Exception {
        return hub.post("/api/tasks?wait=60s", "{\"flow\": \"fragile\", \"input\": \"x\"}")
                .body()
                .contains("mended");
    }

    private static void change(String second) throws IOException {
        Files.writeString(directory.resolve("routes/fragile.camel.yaml"), fragile(second));
    }

    private static void awaitLog(String says) {
        Awaitility.await("the log says " + says)
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.log().contains(says));
    }

    private static String fragile(String second) {
        return FRAGILE + "              " + second + "\n";
    }
}
