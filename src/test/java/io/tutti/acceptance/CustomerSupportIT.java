package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example, driven from outside by all three doors, with the bad input that people send. */
class CustomerSupportIT {

    private static final String WHERE = "Where is my order HP-10023?";
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
    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("fragile.camel.yaml"), fragile(GIVES_UP));
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes).start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(hub.stop()).isIn(0, 143);
    }

    @Test
    void answersAQuestionThatCameByHttpFromTheCompanysDatabase() throws Exception {
        JsonNode task = ask(WHERE);
        assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
        assertThat(task.at("/output/ticket").asText()).startsWith("T-");
        assertThat(task.at("/output/answers/0/intent").asText()).isEqualTo("order-status");
        assertThat(task.at("/cost/modelCalls").asInt()).isEqualTo(1);
        JsonNode journal = hub.json("/api/tasks/" + task.path("id").asText() + "/journal");
        assertThat(journal.findValuesAsText("key"))
                .contains(
                        "read",
                        "[0]/classify",
                        "[0]/orders",
                        "[0]/draft/model-1",
                        "[0]/draft",
                        "ticket/tool-1",
                        "ticket");
    }

    @Test
    void answersAMessageAtItsReplyQueueWithItsCorrelation() throws Exception {
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            JMSConsumer consumer = jms.createConsumer(replies);
            TextMessage question = jms.createTextMessage(WHERE);
            question.setJMSReplyTo(replies);
            question.setJMSCorrelationID("case-7");
            jms.createProducer().send(jms.createQueue("tutti.tasks.customer-support"), question);
            Message reply = consumer.receive(PATIENCE_MILLIS);
            assertThat(reply).isNotNull();
            assertThat(reply.getJMSCorrelationID()).isEqualTo("case-7");
            JsonNode task = HubProcess.JSON.readTree(reply.getBody(String.class));
            assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(task.at("/output/reply").asText()).contains("HP-10023");
        }
    }

    @Test
    void answersAFileInTheOutbox() throws Exception {
        drop("question.txt", WHERE);
        JsonNode task = HubProcess.JSON.readTree(awaitFile("outbox/customer-support/question.txt.result.json"));
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
        assertThat(hub.data.resolve("inbox/customer-support/question.txt")).doesNotExist();
    }

    @Test
    void makesATaskOfEachRowOfACsvFile() throws Exception {
        drop("rows.csv", "text,customer\n" + WHERE + ",\nWhere is my order HP-10024?,\n");
        assertThat(awaitFile("outbox/customer-support/rows.csv.row-1.result.json"))
                .contains("HP-10023");
        awaitFile("outbox/customer-support/rows.csv.row-2.result.json");
    }

    @Test
    void readsAMail() throws Exception {
        drop(
                "mail.eml",
                "From: Anna <anna@example.com>\r\nSubject: Hello\r\nContent-Type: text/plain\r\n\r\nHow long is the return period?\r\n");
        JsonNode task = HubProcess.JSON.readTree(awaitFile("outbox/customer-support/mail.eml.result.json"));
        assertThat(task.at("/input/from").asText()).contains("anna@example.com");
        assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void splitsSeveralQuestionsAndAnswersThemTogether() throws Exception {
        JsonNode task = ask("Where is my order HP-10023? And how many days do I have to return an item?");
        assertThat(task.at("/output/answers")).hasSize(2);
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
    }

    @Test
    void handsACaseToAPersonAndGoesOnWithTheDecision() throws Exception {
        JsonNode task = ask("I want to talk to a real person, please.");
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

    @Test
    void givesTheSameTaskForTheSameKey() throws Exception {
        String request = "{\"flow\": \"customer-support\", \"input\": \"" + WHERE + "\", \"key\": \"once\"}";
        var first = hub.post("/api/tasks", request);
        var second = hub.post("/api/tasks", request);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(id(second.body())).isEqualTo(id(first.body()));
    }

    @Test
    void refusesWhatItCannotTakeOverHttpAsProblems() throws Exception {
        problem(hub.post("/api/tasks", "{\"flow\": \"nothing-like-it\", \"input\": \"x\"}"), 404, "customer-support");
        problem(hub.post("/api/tasks", "{\"flow\": "), 400, "JSON");
        problem(hub.post("/api/tasks", "{\"flow\": \"customer-support\"}"), 400, "input");
        problem(
                hub.post("/api/tasks", "{\"flow\": \"customer-support\", \"input\": {\"colour\": 1}}"),
                422,
                "customer-support");
        problem(hub.post("/api/tasks?wait=soon", "{\"flow\": \"customer-support\", \"input\": \"x\"}"), 400, "wait");
        problem(hub.get("/api/tasks/nothing"), 404, "nothing");
        problem(hub.get("/api/tasks?limit=0"), 400, "limit");
        problem(
                hub.post("/api/tasks", "{\"flow\": \"customer-support\", \"input\": \"" + "x".repeat(11 << 20) + "\"}"),
                413,
                "bytes");
        problem(hub.send(HttpRequest.newBuilder(hub.uri("/api/tasks")).build()), 401, "");
        problem(
                hub.send(HttpRequest.newBuilder(hub.uri("/api/tasks"))
                        .header("Authorization", "Bearer wrong")
                        .build()),
                401,
                "");
    }

    @Test
    void putsMessagesThatItCannotTakeIntoTheRejectedQueue() throws Exception {
        try (JMSContext jms = hub.jms()) {
            var tasks = jms.createQueue("tutti.tasks");
            jms.createProducer().send(jms.createQueue("tutti.tasks.no-such-flow"), "no flow");
            jms.createProducer().send(tasks, "without a property");
            jms.createProducer().setProperty("flow", "customer-support").send(tasks, "{\"text\": ");
            jms.createProducer().setProperty("flow", "customer-support").send(tasks, new Evil());
            jms.createProducer().setProperty("flow", "customer-support").send(tasks, "   ");
            JMSConsumer rejected = jms.createConsumer(jms.createQueue("tutti.rejected"));
            List<String> reasons =
                    List.of(reason(rejected), reason(rejected), reason(rejected), reason(rejected), reason(rejected));
            assertThat(String.join("\n", reasons))
                    .contains("no-such-flow")
                    .contains("without the property 'flow'")
                    .contains("none: ")
                    .contains("ObjectMessage")
                    .contains("empty");
        }
    }

    @Test
    void putsFilesThatItCannotTakeBesideTheirReason() throws Exception {
        drop("broken.json", "{\"text\": ");
        drop("picture.png", "no picture");
        assertThat(awaitFile("rejected/customer-support/broken.json.error.json"))
                .contains("JSON");
        assertThat(awaitFile("rejected/customer-support/picture.png.error.json"))
                .contains(".csv or .eml");
        awaitFile("rejected/customer-support/broken.json");
    }

    @Test
    void keepsAnAuditTrailThatVerifies() throws Exception {
        JsonNode task = ask(WHERE);
        String id = task.path("id").asText();
        assertThat(hub.json("/api/audit?task=" + id).findValuesAsText("action"))
                .contains(
                        "task.accepted",
                        "route.decided",
                        "model.called",
                        "tool.called",
                        "step.finished",
                        "task.completed");
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
        awaitRouteChange("fragile.camel.yaml:");
        assertThat(hub.post("/api/tasks?wait=60s", "{\"flow\": \"fragile\", \"input\": \"x\"}")
                        .body())
                .as("the old route stays while its file is broken")
                .contains("FAILED");
        change("- setBody: {constant: {expression: mended}}");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mended());
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

    private static void awaitRouteChange(String says) {
        Awaitility.await("the log says " + says)
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.log().contains(says));
    }

    private static String fragile(String second) {
        return FRAGILE + "              " + second + "\n";
    }

    private static JsonNode ask(String question) throws Exception {
        var answer = hub.post(
                "/api/tasks?wait=60s",
                HubProcess.JSON
                        .createObjectNode()
                        .put("flow", "customer-support")
                        .put("input", question)
                        .toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HubProcess.JSON.readTree(answer.body());
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

    private static String reason(JMSConsumer rejected) throws JMSException {
        Message message = rejected.receive(PATIENCE_MILLIS);
        assertThat(message).as("a message in tutti.rejected").isNotNull();
        return message.getStringProperty("tuttiError");
    }

    private static void drop(String name, String content) throws IOException {
        Path inbox = Files.createDirectories(hub.data.resolve("inbox/customer-support"));
        Path hidden = Files.writeString(inbox.resolve("." + name + ".part"), content);
        Files.move(hidden, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String awaitFile(String name) throws IOException {
        Path file = hub.data.resolve(name);
        Awaitility.await(name).atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
        return Files.readString(file);
    }

    private static void problem(java.net.http.HttpResponse<String> answer, int status, String says) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = HubProcess.JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).contains(says).doesNotContain("Exception");
    }

    private static String id(String body) throws IOException {
        return HubProcess.JSON.readTree(body).path("id").asText();
    }

    private static final class Evil implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
