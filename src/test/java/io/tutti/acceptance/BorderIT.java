package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a message says becomes a header that steers, an expression or a name. */
class BorderIT {

    private static final String PROBE = "PROBE7f3";
    private static final String CANARY = "canary-4d1c";
    private static final int PER_REQUEST = 60;

    /** 127.0.0.1 as Linux shows it. */
    private static final String LOOPBACK = "0100007F";

    private static final String ROUTES = """
            - route:
                id: mirror
                description: Answers with what it was given.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: mirror}
                  steps:
                    - setBody: {simple: "${headers} ${body}"}
            """;

    private static final List<String> MARKS = List.of(
            "${env:TUTTI_CANARY}",
            "${sysenv.TUTTI_CANARY}",
            "{{env:TUTTI_CANARY}}",
            "{{tutti.canary}}",
            "#{systemEnvironment['TUTTI_CANARY']}",
            "${properties:tutti.canary}",
            "${bean:tokens?method=toString}",
            "${header.tuttiTenant}",
            "$simple{env:TUTTI_CANARY}",
            "${jndi:ldap://127.0.0.1:1/x}",
            "<%= System.getenv() %>",
            "'; DROP TABLE task; --",
            "' OR '1'='1");

    @TempDir
    static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("mirror.camel.yaml"), ROUTES);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes, "--tutti.canary=" + CANARY)
                .environment(Map.of("TUTTI_CANARY", CANARY))
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void letsNoHeaderThroughThatSteers() throws Exception {
        List<String> names = SteeringHeaders.names();
        assertThat(names).as("headers to try").hasSizeGreaterThan(800);
        for (int from = 0; from < names.size(); from += PER_REQUEST) {
            var request = hub.request("/api/tasks?wait=30s").header("Content-Type", "application/json");
            names.subList(from, Math.min(names.size(), from + PER_REQUEST)).stream()
                    .filter(name -> name.matches("[A-Za-z0-9._-]+"))
                    .forEach(name -> request.header(name, PROBE));
            var answer = hub.send(
                    request.POST(HttpRequest.BodyPublishers.ofString("{\"flow\": \"mirror\", \"input\": \"hello\"}"))
                            .build());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(HubProcess.JSON.readTree(answer.body()).path("output").asText())
                    .contains("hello")
                    .doesNotContain(PROBE);
        }
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            var consumer = jms.createConsumer(replies);
            TextMessage message = jms.createTextMessage("hello");
            message.setJMSReplyTo(replies);
            for (String name : names) {
                String property = name.replace(".", "_DOT_").replace("-", "_HYPHEN_");
                if (!property.startsWith("JMS") && property.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    message.setStringProperty(property, PROBE);
                }
            }
            jms.createProducer().send(jms.createQueue("tutti.tasks.mirror"), message);
            Message reply = consumer.receive(30_000);
            assertThat(reply.getBody(String.class)).contains("hello").doesNotContain(PROBE);
        }
    }

    @Test
    void evaluatesNothingThatATextSays() throws Exception {
        for (String mark : MARKS) {
            var body = HubProcess.JSON
                    .createObjectNode()
                    .put("flow", "mirror")
                    .put("input", mark)
                    .put("key", mark)
                    .put("conversation", mark);
            var answer = hub.post("/api/tasks?wait=30s", body.toString());
            JsonNode task = HubProcess.JSON.readTree(answer.body());
            assertThat(task.path("output").asText()).as(answer.body()).endsWith(mark);
            assertThat(answer.body()).doesNotContain(CANARY);
            var asked = HubProcess.JSON
                    .createObjectNode()
                    .put("flow", "customer-support")
                    .put("input", "Where is my order " + mark + "?");
            assertThat(hub.post("/api/tasks?wait=30s", asked.toString()).body()).doesNotContain(CANARY);
            assertThat(hub.post("/api/tasks", "{\"flow\": " + HubProcess.JSON.writeValueAsString(mark) + "}")
                            .body())
                    .doesNotContain(CANARY);
        }
        Path inbox = directory.resolve("data").resolve("inbox").resolve("mirror");
        Files.createDirectories(inbox);
        Files.writeString(inbox.resolve("${env:TUTTI_CANARY} #{1+1}.txt"), "by file ${env:TUTTI_CANARY}");
        Files.writeString(inbox.resolve("#{1+1} {{env:TUTTI_CANARY}}.txt"), "by file ${env:TUTTI_CANARY}");
        Path outbox = directory.resolve("data").resolve("outbox").resolve("mirror");
        Path rejected = directory.resolve("data").resolve("rejected").resolve("mirror");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !listed(outbox).isEmpty() && listed(rejected).size() == 2);
        assertThat(listed(outbox)).containsExactly("#{1+1} {{env:TUTTI_CANARY}}.txt.result.json");
        assertThat(Files.readString(outbox.resolve(listed(outbox).getFirst())))
                .contains("by file ${env:TUTTI_CANARY}")
                .doesNotContain(CANARY);
        assertThat(listed(rejected))
                .containsExactly("${env:TUTTI_CANARY} #{1+1}.txt", "${env:TUTTI_CANARY} #{1+1}.txt.error.json");
        assertThat(Files.readString(directory.resolve("data").resolve("hub.log")))
                .doesNotContain(CANARY);
    }

    @Test
    void refusesSerializedObjectsAndKeepsThem() throws Exception {
        try (JMSContext jms = hub.jms()) {
            ObjectMessage message = jms.createObjectMessage(new ArrayList<>(List.of("gadget")));
            message.setStringProperty("flow", "mirror");
            jms.createProducer().send(jms.createQueue("tutti.tasks"), message);
            Message rejected =
                    jms.createConsumer(jms.createQueue("tutti.rejected")).receive(30_000);
            assertThat(rejected.getStringProperty("tuttiError")).isNotEmpty();
        }
    }

    @Test
    void keepsItsSecretsToItsUser() throws Exception {
        Path secrets = directory.resolve("data").resolve("secrets");
        assertThat(listed(secrets)).containsExactly("admin.token", "audit.key", "broker.password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        for (String name : listed(secrets)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void listensAtItsTwoPortsOfThisMachineAlone() throws Exception {
        assertThat(hub.listening())
                .containsExactlyInAnyOrderElementsOf(
                        hub.ports().stream().map(port -> LOOPBACK + ":" + port).toList());
    }

    @Test
    void putsOnlyWhatIsKnownIntoTheDataDirectory() throws Exception {
        assertThat(listed(directory.resolve("data")))
                .isSubsetOf(
                        "audit",
                        "broker",
                        "cache",
                        "db",
                        "hub.id",
                        "hub.log",
                        "inbox",
                        "outbox",
                        "rejected",
                        "secrets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/tasks | {\"flow\": ",
                "POST | /api/tasks | [[[[[[[[[[]]]]]]]]]]",
                "POST | /api/tasks | {\"flow\": {\"a\": 1}, \"input\": 3}",
                "POST | /api/tasks | {\"flow\": \"no-such-flow\", \"input\": 3}",
                "POST | /v1/chat/completions | {\"model\": 3, \"messages\": \"x\"}",
                "POST | /v1/embeddings | {}",
                "GET  | /api/tasks?limit=many | ''",
                "GET  | /api/audit?from=now | ''",
                "GET  | /api/tasks/%00 | ''",
                "GET  | /api/tasks/..%2f..%2fetc | ''",
                "GET  | /no/such/page | ''",
                "PUT  | /api/tasks | {}",
                "DELETE | /api/audit | ''"
            })
    void tellsNothingOfItsInside(String method, String path, String body) throws Exception {
        var answer = hub.send(hub.request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body())
                .doesNotContain("Exception", "\tat ", "java.", "org.springframework", "io.tutti", "SELECT ");
    }

    private static List<String> listed(Path folder) throws Exception {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
