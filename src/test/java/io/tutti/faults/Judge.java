package io.tutti.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Says whether the laws held, as a process of its own. {@code Judge hear queues= http= token= jms= password=} first, while the
 * hub runs, writes down what is on the queues and whether the audit trail is intact. {@code Judge laws ledger= world= queues=
 * outbox= log= canary= jdbc= user= password=} then, when it is stopped, reads the tables too and prints one line per law; it ends
 * with 1 when one was broken.
 */
final class Judge {

    static final String REPLIES = "faults.replies";
    static final String TOLD = "company.told";
    private static final long QUIET_MILLIS = 2000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Judge() {}

    public static void main(String[] arguments) throws Exception {
        String part = arguments[0];
        var asked =
                new Arguments(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
        if (part.equals("hear")) {
            hear(asked);
            return;
        }
        try (Connection database =
                DriverManager.getConnection(asked.text("jdbc"), asked.text("user"), asked.text("password"))) {
            Path world = Path.of(asked.text("world"));
            var records = new Records(database);
            var laws = new Laws(
                    records,
                    Ledger.read(Path.of(asked.text("ledger"))),
                    Ledger.read(world.resolve("effects.jsonl")),
                    Ledger.read(world.resolve("models.jsonl")),
                    Ledger.read(world.resolve("bills.jsonl")),
                    Ledger.read(Path.of(asked.text("queues"))));
            var verdict = new Verdict();
            laws.judge(verdict);
            verdict.law("leak", leaks(asked, records));
            System.exit(verdict.print() ? 0 : 1);
        }
    }

    private static void hear(Arguments asked) throws Exception {
        var ledger = new Ledger(Path.of(asked.text("queues")));
        try (var factory = new ActiveMQConnectionFactory(asked.text("jms"));
                JMSContext jms = factory.createContext("tutti", asked.text("password"))) {
            for (String queue : List.of(REPLIES, TOLD)) {
                var consumer = jms.createConsumer(jms.createQueue(queue));
                for (var next = consumer.receive(QUIET_MILLIS); next != null; next = consumer.receive(QUIET_MILLIS)) {
                    JsonNode body = JSON.readTree(next.getBody(String.class));
                    String ref = queue.equals(TOLD)
                            ? body.path("ref").asText()
                            : body.path("input").path("ref").asText();
                    ledger.write(Map.of("queue", queue, "ref", ref));
                }
            }
        }
        var request = HttpRequest.newBuilder(URI.create(asked.text("http") + "/api/audit/verify"))
                .header("Authorization", "Bearer " + asked.text("token"))
                .build();
        JsonNode trail = JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
        ledger.write(Map.of(
                "queue", "audit", "ref", "", "intact", trail.path("intact").asBoolean()));
    }

    /** The planted secret must be nowhere that somebody could read it. */
    private static List<String> leaks(Arguments asked, Records records) throws Exception {
        List<String> found = records.tellOf(asked.text("canary"));
        if (Files.readString(Path.of(asked.text("log"))).contains(asked.text("canary"))) {
            found.add("the log");
        }
        return found;
    }
}
