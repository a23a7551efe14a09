package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that wait for times, other systems, people and parts, in a hub that is killed and started again. */
class WaitingIT {

    private static final String FLOWS = """
            - route:
                id: await-payment
                description: Waits for the payment of an order.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: await-payment}
                  steps:
                    - step:
                        id: wait
                        steps:
                          - to:
                              uri: kamelet:wait-for-action
                              parameters: {duration: 1s}
                    - step:
                        id: payment
                        steps:
                          - to:
                              uri: kamelet:await-callback-action
                              parameters: {correlation: "pay-${body}", deadline: 1h}
            """;

    private static final String IMPATIENT = """
            - route:
                id: impatient
                description: Asks a person and does not wait long.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: impatient}
                  steps:
                    - step:
                        id: ask
                        steps:
                          - setHeader: {name: tuttiDeadline, constant: 2s}
                          - to: {uri: direct, parameters: {name: ask-person}}
            """;

    private static final String SUPPLIERS = """
            - route:
                id: ask-suppliers
                description: Asks all suppliers and goes on with two answers.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: ask-suppliers}
                  steps:
                    - step:
                        id: offers
                        steps:
                          - to:
                              uri: kamelet:scatter-gather-action
                              parameters: {flow: await-payment, quorum: 2, deadline: 1h}
            """;

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("await-payment.camel.yaml"), FLOWS);
        Files.writeString(routes.resolve("impatient.camel.yaml"), IMPATIENT);
        Files.writeString(routes.resolve("ask-suppliers.camel.yaml"), SUPPLIERS);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes).start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(hub.stop()).isIn(0, 143);
    }

    @Test
    void goesOnWithACallbackOverHttpAfterTheHubWasKilledWhileItWaited() throws Exception {
        String task = submit("await-payment", "\"A-1\"");
        awaitEntry(task, "wait/timer-1");
        hub.awaitTask(task, "WAITING");
        hub.kill();
        hub.start();
        HttpResponse<String> sent = hub.post("/api/callbacks/pay-A-1", "{\"paid\": 12.25}");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        assertThat(hub.awaitTask(task, "COMPLETED").path("output").toString()).isEqualTo("{\"paid\":12.25}");
    }

    @Test
    void takesACallbackFromTheQueueThatCameBeforeItWaited() throws Exception {
        try (JMSContext jms = hub.jms()) {
            jms.createProducer()
                    .setJMSCorrelationID("pay-A-2")
                    .send(jms.createQueue("tutti.callbacks"), "paid in cash");
            jms.createProducer().send(jms.createQueue("tutti.callbacks"), "for nobody");
        }
        String task = submit("await-payment", "\"A-2\"");
        assertThat(hub.awaitTask(task, "COMPLETED").path("output").asText()).isEqualTo("paid in cash");
        try (JMSContext jms = hub.jms()) {
            var refused = jms.createConsumer(jms.createQueue("tutti.rejected")).receive(60_000);
            assertThat(refused.getStringProperty("tuttiError")).contains("without JMSCorrelationID");
        }
    }

    @Test
    void asksAPersonNoLongerThanTheDeadline() throws Exception {
        String task = submit("impatient", "{\"question\": \"May I?\"}");
        JsonNode done = hub.awaitTask(task, "COMPLETED");
        assertThat(done.at("/output/decision").asText()).isEqualTo("expired");
        for (JsonNode item : hub.json("/api/inbox")) {
            assertThat(item.path("task").asText()).isNotEqualTo(task);
        }
    }

    @Test
    void gathersAQuorumOfPartsThatAreTasksOfTheirOwn() throws Exception {
        String task = submit("ask-suppliers", "[\"S-1\", \"S-2\", \"S-3\"]");
        for (String supplier : List.of("S-3", "S-1")) {
            hub.post("/api/callbacks/pay-" + supplier, "\"from " + supplier + "\"");
        }
        JsonNode parts = hub.awaitTask(task, "COMPLETED").path("output");
        assertThat(parts.findValuesAsText("status")).containsExactly("COMPLETED", "WAITING", "COMPLETED");
        assertThat(parts.findValuesAsText("output")).contains("from S-1", "from S-3");
    }

    @Test
    void refusesWhatIsNoCallback() throws Exception {
        assertThat(hub.post("/api/callbacks/" + "x".repeat(201), "1").body()).contains("1 to 200 characters");
        assertThat(hub.post("/api/callbacks/pay-x", "{not json").statusCode()).isEqualTo(400);
        var own = hub.post("/api/tasks", "{\"flow\": \"impatient\", \"input\": 1, \"key\": \"tutti:scatter:1:0\"}");
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(own.body()).contains("begins with 'tutti:'");
    }

    private static String submit(String flow, String input) throws Exception {
        var accepted = hub.post("/api/tasks", "{\"flow\": \"" + flow + "\", \"input\": " + input + "}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return HubProcess.JSON.readTree(accepted.body()).path("id").asText();
    }

    private static void awaitEntry(String task, String key) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.json("/api/tasks/" + task + "/journal")
                        .findValuesAsText("key")
                        .contains(key));
    }
}
