package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends by JMS or drops a file is a principal, where it has a login or a directory of its own. */
class DoorPrincipalsIT {

    private static final String QUESTION = "How many days do I have to return an item?";

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("access.yaml"), """
                principals:
                  crm: {token-sha256: "%s", tenant: acme, roles: [submitter], files: [customer-support]}
                  guest: {token-sha256: "%s", tenant: acme, roles: [viewer]}
                """.formatted(hash("token-of-crm"), hash("token-of-guest")));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void asksByJmsAsThePrincipalThatLoggedIn() throws Exception {
        try (JMSContext crm = login("crm", "token-of-crm")) {
            Queue replies = crm.createTemporaryQueue();
            TextMessage question = crm.createTextMessage(QUESTION);
            question.setJMSReplyTo(replies);
            question.setStringProperty("_AMQ_VALIDATED_USER", "admin");
            question.setStringProperty("JMSXUserID", "admin");
            crm.createProducer().send(crm.createQueue("tutti.tasks.customer-support"), question);
            Message answer = crm.createConsumer(replies).receive(30_000);
            assertThat(answer).isNotNull();
            JsonNode task = hub.json("/api/tasks?limit=1").get(0);
            assertThat(hub.task(HubProcess.JSON
                                    .readTree(answer.getBody(String.class))
                                    .path("id")
                                    .asText())
                            .path("principal")
                            .asText())
                    .isEqualTo("crm");
            assertThat(task.path("tenant").asText()).isEqualTo("acme");

            Queue own = crm.createQueue("principals.crm.replies");
            question.setJMSReplyTo(own);
            crm.createProducer().send(crm.createQueue("tutti.tasks.customer-support"), question);
            assertThat(crm.createConsumer(own).receive(30_000)).isNotNull();
        }
    }

    @Test
    void letsNobodyInWithAnothersToken() {
        assertThatThrownBy(() -> login("crm", "token-of-guest")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> login("admin", "token-of-crm")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> login("tutti", "token-of-crm")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> login("crm", "")).isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tutti.tasks",
                "tutti.results",
                "tutti.audit",
                "tutti.inbox",
                "tutti.dead-letter",
                "company.tickets",
                "principals.guest.replies",
                "anything",
                "activemq.management"
            })
    void readsNobodyElsesQueue(String queue) {
        try (JMSContext crm = login("crm", "token-of-crm")) {
            assertThatThrownBy(() -> crm.createConsumer(crm.createQueue(queue)).receive(1))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tutti.results", "tutti.audit", "company.tickets", "principals.guest.replies", "anything"})
    void writesToNobodyElsesQueue(String queue) {
        try (JMSContext crm = login("crm", "token-of-crm")) {
            assertThatThrownBy(() -> crm.createProducer().send(crm.createQueue(queue), "forged"))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @Test
    void hasNoMoreRightsThanAccessSays() throws Exception {
        assertThat(rejected("guest", "tutti.tasks.customer-support", QUESTION, null))
                .contains("flow:customer-support");
        assertThat(rejected("crm", "tutti.decisions", "{\"id\": \"x\", \"decision\": \"approve\"}", null))
                .contains("api:inbox.decide");
        assertThat(rejected("crm", "tutti.callbacks", "{}", null)).contains("api:callbacks.send");
        assertThat(rejected("crm", "tutti.tasks.customer-support", QUESTION, "company.tickets"))
                .contains("JMSReplyTo names 'company.tickets', which is not a queue of crm");
    }

    @Test
    void takesFilesAsThePrincipalWhoseDirectoryItIs() throws Exception {
        Path own = hub.data.resolve("inbox/customer-support@crm");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        Files.writeString(own.resolve("question.txt"), QUESTION);
        Path result = hub.data.resolve("outbox/customer-support@crm/question.txt.result.json");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(result));
        JsonNode answer = HubProcess.JSON.readTree(Files.readString(result));
        assertThat(hub.task(answer.path("id").asText()).path("principal").asText())
                .isEqualTo("crm");

        Path forged = Files.createDirectories(hub.data.resolve("inbox/customer-support@admin"));
        Files.writeString(forged.resolve("forged.txt"), QUESTION);
        Path error = hub.data.resolve("rejected/customer-support@admin/forged.txt.error.json");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(error));
        assertThat(Files.readString(error)).contains("which access.yaml gives to nobody");
    }

    private static String rejected(String user, String queue, String body, String replyTo) throws Exception {
        try (JMSContext jms = login(user, "token-of-" + user);
                JMSContext house = hub.jms()) {
            TextMessage message = jms.createTextMessage(body);
            message.setJMSCorrelationID("correlation-" + user + queue);
            if (replyTo != null) {
                message.setJMSReplyTo(jms.createQueue(replyTo));
            }
            jms.createProducer().send(jms.createQueue(queue), message);
            Message refused =
                    house.createConsumer(house.createQueue("tutti.rejected")).receive(30_000);
            assertThat(refused).as("what was refused").isNotNull();
            return refused.getStringProperty("tuttiError");
        }
    }

    private static JMSContext login(String user, String token) {
        JMSContext context = new ActiveMQConnectionFactory(hub.jmsUrl()).createContext(user, token);
        context.start();
        return context;
    }

    private static String hash(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
