package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Formats that have done harm elsewhere, at each door: what they say is never done, and what they name never read. */
class FormatsIT {

    private static final String PROBE = "PROBE9c1";
    private static final String CANARY = "canary-77ab";

    private static final String ROUTES = """
            - route:
                id: headers-alone
                description: Answers with its headers.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: headers-alone}
                  steps:
                    - setBody: {simple: "headers: ${headers}"}
            - route:
                id: read-xml
                description: Answers with the text of the element a.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: read-xml}
                  steps:
                    - setBody: {xpath: {expression: "string(/a)", resultType: java.lang.String}}
            - route:
                id: echo
                description: Answers with its input.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: echo}
                  steps:
                    - setProperty: {name: heard, constant: "yes"}
            - route:
                id: complain
                description: Fails with its input.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: complain}
                  steps:
                    - step:
                        id: look
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: "nobody has ${body}"
            """;

    @TempDir
    private static Path directory;

    private static HubProcess hub;
    private static Path secret;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("formats.camel.yaml"), ROUTES);
        secret = Files.writeString(directory.resolve("secret.txt"), CANARY);
        Path config = directory.resolve("config");
        FileSystemUtils.copyRecursively(Path.of("config"), config);
        Files.writeString(
                config.resolve("models.yaml"), "redaction: {customer: 'K-\\d{6}'}\n", StandardOpenOption.APPEND);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes, "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void makesNoHeaderOfWhatAFileSays() throws Exception {
        List<String> names = SteeringHeaders.names();
        String mail = names.stream().map(name -> name + ": " + PROBE + "\r\n").collect(Collectors.joining())
                + "From: a@example.com\r\nSubject: hello\r\nContent-Type: text/plain\r\n\r\nhello\r\n";
        String columns = names.stream().limit(100).collect(Collectors.joining(","));
        String values = names.stream().limit(100).map(name -> PROBE).collect(Collectors.joining(","));
        ObjectNode json = HubProcess.JSON.createObjectNode();
        names.forEach(name -> json.put(name, PROBE));
        assertThat(byFile("headers-alone", "CamelHttpUri=" + PROBE + ".eml", mail))
                .startsWith("headers: ")
                .doesNotContain(PROBE);
        assertThat(byFile("headers-alone", "rows.csv", columns + "\n" + values + "\n"))
                .startsWith("headers: ")
                .doesNotContain(PROBE);
        assertThat(byFile("headers-alone", "object.json", json.toString()))
                .startsWith("headers: ")
                .doesNotContain(PROBE);
        assertThat(byHttp("headers-alone", json).path("output").asText())
                .startsWith("headers: ")
                .doesNotContain(PROBE);
    }

    @Test
    void followsNoEntityOfAnXmlDocument() throws Exception {
        try (ServerSocket trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(byHttp("read-xml", text("<a>fine</a>")).path("output").asText())
                    .isEqualTo("fine");
            String away = "http://127.0.0.1:" + trap.getLocalPort() + "/";
            for (String document : List.of(
                    "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a>&x;</a>",
                    "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + away + "x\">]><a>&x;</a>",
                    "<!DOCTYPE a SYSTEM \"" + away + "a.dtd\"><a>b</a>",
                    "<!DOCTYPE a [<!ENTITY % x SYSTEM \"" + away + "p.dtd\"> %x;]><a>b</a>",
                    "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include parse=\"text\" href=\""
                            + secret.toUri() + "\"/></a>",
                    laughs())) {
                assertThat(byHttp("read-xml", text(document)).toString()).doesNotContain(CANARY);
                assertThat(byJms("read-xml", document)).doesNotContain(CANARY);
                assertThat(byFile("read-xml", "document.txt", document)).doesNotContain(CANARY);
            }
            var typed = hub.send(hub.request("/api/tasks")
                    .header("Content-Type", "application/xml")
                    .POST(HttpRequest.BodyPublishers.ofString("<a>b</a>"))
                    .build());
            assertThat(typed.statusCode()).isEqualTo(415);
            trap.setSoTimeout(1);
            assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** A type that JSON or a text names is a value like any other. */
    @Test
    void makesNothingOfATypeThatATextNames() throws Exception {
        for (String input : List.of(
                "{\"@class\":\"org.springframework.context.support.FileSystemXmlApplicationContext\",\"a\":1}",
                "[\"com.sun.rowset.JdbcRowSetImpl\",{\"dataSourceName\":\"ldap://127.0.0.1:1/x\"}]",
                "\"!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\\\"http://127.0.0.1:1/\\\"]]]]\"")) {
            JsonNode asked = HubProcess.JSON.readTree(input);
            JsonNode task = byHttp("echo", asked);
            assertThat(task.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(task.path("output")).isEqualTo(asked);
        }
    }

    @Test
    void writesNoLineIntoTheLogThatAStrangerMadeUp() throws Exception {
        String forged = "x\r\n2026-01-01 ERROR forged\u001b[31m line";
        for (String field : List.of("flow", "key", "conversation", "input")) {
            ObjectNode body =
                    HubProcess.JSON.createObjectNode().put("flow", "read-xml").put("input", "<a>b</a>");
            hub.post("/api/tasks?wait=30s", body.put(field, forged).toString());
        }
        byFile("read-xml", "named\u001b[31m.txt", "<a>" + forged + "</b>");
        byJms("read-xml", forged);
        assertThat(Files.readAllLines(directory.resolve("data").resolve("hub.log")))
                .noneMatch(line -> line.startsWith("2026-01-01") || line.contains("\u001b"));
    }

    /** What another part says of its failure goes to people and files that need not know whom it is about. */
    @Test
    void namesNobodyInErrorsAndInTheLog() throws Exception {
        String input = "anna@example.com, 4111 1111 1111 1111 or DE89370400440532013000 (K-123456) at 10.1.2.3";
        JsonNode task = byHttp("complain", text(input));
        String id = task.path("id").asText();
        String redacted = "nobody has [EMAIL_1], [CARD_1] or [IBAN_1] ([CUSTOMER_1]) at 10.1.2.3";
        assertThat(task.path("error").path("message").asText()).contains(redacted);
        assertThat(hub.json("/api/tasks/" + id + "/journal").findValuesAsText("error"))
                .containsExactly(redacted);
        assertThat(hub.json("/api/dead-letters").findValuesAsText("message")).anyMatch(text -> text.contains(redacted));
        assertThat(Files.readString(hub.data.resolve("hub.log"))).contains(redacted);
        for (String told : List.of(
                Files.readString(hub.data.resolve("hub.log")),
                hub.json("/api/dead-letters").toString(),
                hub.json("/api/audit?task=" + id).toString())) {
            assertThat(told).contains("complain").doesNotContain("anna@", "4111 1111", "DE8937", "K-123456");
        }
    }

    @Test
    void staysInItsFolders() throws Exception {
        for (String name :
                List.of("../../escaped", "..\\..\\escaped", "/tmp/escaped", "a/../../escaped", "%2e%2e%2fescaped")) {
            ObjectNode body =
                    HubProcess.JSON.createObjectNode().put("flow", name).put("input", 1);
            assertThat(hub.post("/api/tasks", body.toString()).statusCode())
                    .as(name)
                    .isEqualTo(404);
            ObjectNode keyed = HubProcess.JSON
                    .createObjectNode()
                    .put("flow", "echo")
                    .put("input", name)
                    .put("key", name)
                    .put("conversation", name);
            assertThat(hub.post("/api/tasks?wait=30s", keyed.toString()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(LiveFolder.files(directory))
                .noneMatch(file -> file.toString().contains("escaped"));
    }

    /** Ten entities of ten each, nine deep. */
    private static String laughs() {
        StringBuilder document = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            document.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return document.append("]><a>&l9;</a>").toString();
    }

    private static JsonNode text(String text) {
        return HubProcess.JSON.getNodeFactory().textNode(text);
    }

    private static JsonNode byHttp(String flow, JsonNode input) throws Exception {
        ObjectNode body = HubProcess.JSON.createObjectNode().put("flow", flow);
        body.set("input", input);
        return HubProcess.JSON.readTree(
                hub.post("/api/tasks?wait=30s", body.toString()).body());
    }

    private static String byJms(String flow, String text) throws Exception {
        try (JMSContext jms = hub.jms()) {
            var replies = jms.createTemporaryQueue();
            TextMessage message = jms.createTextMessage(text);
            message.setJMSReplyTo(replies);
            var consumer = jms.createConsumer(replies);
            jms.createProducer().send(jms.createQueue("tutti.tasks." + flow), message);
            return consumer.receive(30_000).getBody(String.class);
        }
    }

    /** What is in the file of its result, which is removed. */
    private static String byFile(String flow, String name, String content) throws Exception {
        hub.drop(flow, name, content);
        String result = "outbox/" + flow + "/" + name + ".result.json";
        JsonNode task = HubProcess.JSON.readTree(hub.awaitFile(result));
        Files.delete(hub.data.resolve(result));
        return task.path("output").isTextual() ? task.path("output").asText() : task.toString();
    }
}
