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
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example, driven from outside by all three doors, with the bad input that people send. */
class CustomerSupportIT {

    private static final String FLOW = "customer-support";
    private static final String WHERE = "Where is my order HP-10023?";
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
    void answersAQuestionThatCameByHttpFromTheCompanysDatabase() throws Exception {
        JsonNode task = hub.ask(WHERE);
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
        hub.drop(FLOW, "question.txt", WHERE);
        JsonNode task = HubProcess.JSON.readTree(hub.awaitFile("outbox/customer-support/question.txt.result.json"));
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
        assertThat(hub.data.resolve("inbox/customer-support/question.txt")).doesNotExist();
    }

    @Test
    void answersAJsonFileInTheOutboxUnderItsName() throws Exception {
        hub.drop(FLOW, "asked.json", "{\"text\": \"" + WHERE + "\", \"from\": \"Anna <anna@example.com>\"}");
        JsonNode task = HubProcess.JSON.readTree(hub.awaitFile("outbox/customer-support/asked.json.result.json"));
        assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(task.at("/input/from").asText()).isEqualTo("Anna <anna@example.com>");
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
        assertThat(task.at("/output/ticket").asText()).startsWith("T-");
        assertThat(hub.awaitFile("inbox/customer-support/.done/asked.json")).contains(WHERE);
    }

    @Test
    void makesATaskOfEachRowOfACsvFile() throws Exception {
        hub.drop(FLOW, "rows.csv", "text,customer\n" + WHERE + ",\nWhere is my order HP-10024?,\n");
        assertThat(hub.awaitFile("outbox/customer-support/rows.csv.row-1.result.json"))
                .contains("HP-10023");
        hub.awaitFile("outbox/customer-support/rows.csv.row-2.result.json");
    }

    @Test
    void readsAMail() throws Exception {
        hub.drop(
                FLOW,
                "mail.eml",
                "From: Anna <anna@example.com>\r\nSubject: Hello\r\nContent-Type: text/plain\r\n\r\nHow long is the return period?\r\n");
        JsonNode task = HubProcess.JSON.readTree(hub.awaitFile("outbox/customer-support/mail.eml.result.json"));
        assertThat(task.at("/input/from").asText()).contains("anna@example.com");
        assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void splitsSeveralQuestionsAndAnswersThemTogether() throws Exception {
        JsonNode task = hub.ask("Where is my order HP-10023? And how many days do I have to return an item?");
        assertThat(task.at("/output/answers")).hasSize(2);
        assertThat(task.at("/output/reply").asText()).contains("HP-10023");
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
        problem(hub.post("/api/tasks?wait=10", "{\"flow\": \"customer-support\", \"input\": \"x\"}"), 400, "30s");
        problem(hub.post("/api/tasks", "{\"flow\": \"customer-support\", \"inputt\": \"x\"}"), 400, "'inputt'");
        problem(hub.post("/api/tasks", "[]"), 400, "object");
        problem(
                hub.post("/api/tasks", "{\"flow\": \"customer-support\", \"input\": " + "[".repeat(2000)),
                400,
                "depth");
        problem(hub.get("/api/tasks/nothing"), 404, "nothing");
        problem(hub.get("/api/nothing"), 404, "GET /api/nothing");
        problem(hub.get("/api/tasks?limit=many"), 400, "'limit' must be a whole number; found 'many'");
        problem(hub.send(hub.request("/api/tasks").DELETE().build()), 405, "GET");
        problem(
                hub.send(hub.request("/api/tasks")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build()),
                415,
                "application/json");
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
        hub.drop(FLOW, "broken.json", "{\"text\": ");
        hub.drop(FLOW, "picture.png", "no picture");
        hub.drop(FLOW, "empty.txt", "");
        assertThat(hub.awaitFile("rejected/customer-support/empty.txt.error.json"))
                .contains("empty");
        assertThat(hub.awaitFile("rejected/customer-support/broken.json.error.json"))
                .contains("JSON");
        assertThat(hub.awaitFile("rejected/customer-support/picture.png.error.json"))
                .contains(".csv or .eml");
        hub.awaitFile("rejected/customer-support/broken.json");
    }

    private static String reason(JMSConsumer rejected) throws JMSException {
        Message message = rejected.receive(PATIENCE_MILLIS);
        assertThat(message).as("a message in tutti.rejected").isNotNull();
        return message.getStringProperty("tuttiError");
    }

    private static void problem(HttpResponse<String> answer, int status, String says) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = HubProcess.JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).contains(says).doesNotContain("Exception", "io.tutti", "resource");
        assertThat(problem.path("title").asText()).matches("[a-z-]+");
    }

    private static String id(String body) throws IOException {
        return HubProcess.JSON.readTree(body).path("id").asText();
    }

    private static final class Evil implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
