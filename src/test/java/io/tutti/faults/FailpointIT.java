package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.acceptance.HubProcess;
import io.tutti.failure.Failpoint;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F2: the hub dies once at each {@link Failpoint}, with work from three doors and a person's decision in hand, and each
 * time the next start brings all of it to its end. In the short form every other place is tried here, with the database
 * and the broker inside the hub, and the rest {@linkplain FailpointOnServersIT on servers}; {@code -Dfaults.long} tries
 * all on both.
 */
class FailpointIT {

    private static final boolean ALL = Boolean.getBoolean("faults.long");

    private static final String ORDER = "Where is my order HP-10023?";
    private static final String PERSON = "I want to talk to a real person, please.";
    private static final String REPLIES = "desk.answers";
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, String> overHttp = new TreeMap<>();
    private final Set<String> overJms = new TreeSet<>();
    private final Set<String> unsent = new TreeSet<>();
    private final Set<String> byFile = new TreeSet<>();
    private Site site;
    private HubProcess hub;

    @Test
    void losesAndDoublesNothingWhereverItDies() throws Exception {
        try (Site there = site(directory);
                HubProcess process =
                        new HubProcess(there.data(), there.options().toArray(String[]::new))) {
            site = there;
            hub = process;
            hub.launch("-D" + Failpoint.PROPERTY + "=" + Failpoint.MIGRATED.word());
            assertThat(hub.awaitExit()).isEqualTo(KILLED);
            hub.start();
            for (Failpoint point : Failpoint.values()) {
                if (point != Failpoint.MIGRATED && (ALL || isHere(point))) {
                    dieAt(point);
                    goOnAfter(point);
                }
            }
            judge();
        }
    }

    Site site(Path directory) throws Exception {
        return Site.embedded(directory);
    }

    boolean isHere(Failpoint point) {
        return point.ordinal() % 2 == 0;
    }

    private void dieAt(Failpoint point) throws Exception {
        Arming.arm(hub.pid(), point, directory);
        askByAllDoors(point.word());
        Awaitility.await("dead at " + point).atMost(PATIENCE).until(() -> {
            decide();
            return !hub.isAlive();
        });
        assertThat(hub.awaitExit()).as(point.word()).isEqualTo(KILLED);
    }

    private void goOnAfter(Failpoint point) throws Exception {
        hub.start();
        sendAgain(point.word());
        int all = overHttp.size() + overJms.size() + byFile.size();
        Awaitility.await("all " + all + " tasks have ended after " + point)
                .atMost(PATIENCE)
                .until(() -> {
                    decide();
                    return hub.json("/api/tasks?status=COMPLETED&limit=1000").size() == all;
                });
    }

    /** Two by HTTP, one by JMS, one by file; a hub that is dead by then gets the rest at the end. */
    private void askByAllDoors(String round) throws Exception {
        overHttp.put("http-" + round, ORDER);
        overHttp.put("person-" + round, PERSON);
        byFile.add("file-" + round + ".txt");
        hub.drop("customer-support", "file-" + round + ".txt", ORDER + " (ref " + round + ")");
        unsent.add("jms-" + round);
        overJms.addAll(unsent);
        sendUnsent();
        submit("person-" + round);
        submit("http-" + round);
    }

    private void submit(String key) throws InterruptedException {
        try {
            var body = HubProcess.JSON
                    .createObjectNode()
                    .put("flow", "customer-support")
                    .put("key", key)
                    .put("input", overHttp.get(key));
            assertThat(hub.post("/api/tasks", body.toString()).statusCode()).isIn(200, 202);
        } catch (IOException e) {
            assertDying(e);
        }
    }

    private void sendUnsent() throws IOException, InterruptedException {
        try (JMSContext jms = site.jms(hub)) {
            for (String key : List.copyOf(unsent)) {
                jms.createProducer()
                        .setProperty("flow", "customer-support")
                        .setProperty("key", key)
                        .setJMSCorrelationID(key)
                        .setJMSReplyTo(jms.createQueue(REPLIES))
                        .send(jms.createQueue("tutti.tasks"), ORDER);
                unsent.remove(key);
            }
        } catch (JMSRuntimeException e) {
            assertDying(e);
        }
    }

    private void decide() throws InterruptedException {
        try {
            for (JsonNode item : hub.json("/api/inbox")) {
                int status = hub.post(
                                "/api/inbox/" + item.path("id").asText() + "/decision",
                                "{\"decision\": \"answer\", \"output\": \"Anna will call you.\"}")
                        .statusCode();
                assertThat(status).isEqualTo(200);
            }
        } catch (IOException e) {
            assertDying(e);
        }
    }

    /** Only a hub that dies may leave a caller without an answer. */
    private void assertDying(Exception failure) throws InterruptedException {
        assertThat(hub.awaitExit()).as(String.valueOf(failure)).isEqualTo(KILLED);
    }

    private void sendAgain(String round) throws Exception {
        submit("http-" + round);
        submit("person-" + round);
        sendUnsent();
    }

    private void judge() throws Exception {
        JsonNode tasks = hub.json("/api/tasks?limit=1000");
        assertThat(tasks.findValuesAsText("key"))
                .doesNotHaveDuplicates()
                .containsAll(overHttp.keySet())
                .containsAll(overJms);
        assertThat(tasks).hasSize(overHttp.size() + overJms.size() + byFile.size());
        List<String> tickets = new ArrayList<>();
        tasks.forEach(task -> tickets.add(task.at("/output/ticket").asText()));
        assertThat(tickets).doesNotHaveDuplicates().allMatch(ticket -> ticket.startsWith("T-"));
        assertThat(told("company.tickets", "ticket")).containsExactlyInAnyOrderElementsOf(tickets);
        assertThat(told(REPLIES, "key")).containsExactlyInAnyOrderElementsOf(overJms);
        for (String file : byFile) {
            String result = hub.awaitFile("outbox/customer-support/" + file + ".result.json");
            assertThat(result).contains("COMPLETED");
        }
        Awaitility.await("the audit trail is intact")
                .atMost(PATIENCE)
                .until(() -> hub.json("/api/audit/verify").path("intact").asBoolean());
        assertThat(ends(tasks)).allSatisfy((task, count) -> assertThat(count).isEqualTo(1));
    }

    /** How often the trail says that a task ended, by its id. */
    private Map<String, Integer> ends(JsonNode tasks) throws Exception {
        Map<String, Integer> ends = new HashMap<>();
        for (JsonNode task : tasks) {
            String id = task.path("id").asText();
            ends.put(id, hub.json("/api/audit?action=task.completed&task=" + id).size());
        }
        return ends;
    }

    /** A field of each message on a queue, after the last of which none came for two seconds. */
    private List<String> told(String queue, String field) throws Exception {
        List<String> told = new ArrayList<>();
        try (JMSContext jms = site.jms(hub)) {
            var consumer = jms.createConsumer(jms.createQueue(queue));
            for (var next = consumer.receive(5000); next != null; next = consumer.receive(2000)) {
                told.add(HubProcess.JSON
                        .readTree(next.getBody(String.class))
                        .path(field)
                        .asText());
            }
        }
        return told;
    }
}
