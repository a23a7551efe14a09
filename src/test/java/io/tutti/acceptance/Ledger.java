package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * What clients sent and what was acknowledged to them, and the laws that hold whatever happened: every acknowledged task
 * ends exactly once, and what it does is done exactly once. Its flow tells each input once on {@value #EVENTS}.
 */
final class Ledger {

    static final String FLOW = "work";
    static final String EVENTS = "company.events";
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> handedOver = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> told = new TreeSet<>();
    /** What was answered instead of an acknowledgement, one line each. */
    final List<String> refusals = new CopyOnWriteArrayList<>();

    /** Writes the flow: two slow steps, a wait of {@code pause}, and the event. */
    static String flow(Path routes, Duration slow, Duration pause) throws IOException {
        Files.createDirectories(routes);
        Files.writeString(routes.resolve(FLOW + ".camel.yaml"), """
                - route:
                    id: work
                    description: Works slowly and tells it.
                    group: flow
                    routeConfigurationId: errors-to-dead-letter
                    from:
                      uri: direct
                      parameters: {name: work}
                      steps:
                        - step:
                            id: first
                            steps:
                              - delay: {constant: "%1$d"}
                        - step:
                            id: second
                            steps:
                              - delay: {constant: "%1$d"}
                        - step:
                            id: pause
                            steps:
                              - to: {uri: "kamelet:wait-for-action", parameters: {duration: %2$dms}}
                        - step:
                            id: tell
                            steps:
                              - to: {uri: "kamelet:channel-queue-sink", parameters: {queue: company.events}}
                """.formatted(slow.toMillis(), pause.toMillis()));
        return "--tutti.routes=" + routes;
    }

    /** An input that no other task has. */
    String input() {
        return "n-%05d".formatted(next.incrementAndGet());
    }

    /** Sends a new input over HTTP, again and again with its key until it is acknowledged by one of the hubs. */
    void post(HubProcess... hubs) {
        String input = input();
        Awaitility.await("one of the hubs takes " + input)
                .atMost(SETTLING)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (var hub : hubs) {
                        if (tryOnce(hub, input)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /** Sends an input over HTTP once; returns whether it was acknowledged. */
    boolean tryOnce(HubProcess hub, String input) throws InterruptedException {
        try {
            HttpResponse<String> answer = send(hub, input);
            if (answer.statusCode() / 100 == 2) {
                String id = HubProcess.JSON.readTree(answer.body()).path("id").asText();
                acknowledged.put(input, id);
                return true;
            }
            refusals.add(answer.statusCode() + " " + answer.body());
        } catch (ConnectException e) {
            refusals.add("refused");
        } catch (IOException e) {
            refusals.add("broken: " + e);
        }
        return false;
    }

    HttpResponse<String> send(HubProcess hub, String input) throws IOException, InterruptedException {
        return hub.post(
                "/api/tasks",
                HubProcess.JSON
                        .createObjectNode()
                        .put("flow", FLOW)
                        .put("input", input)
                        .put("key", input)
                        .toString());
    }

    /** The broker has acknowledged it, or it is in the inbox: somebody else's promise, which the hub has to keep. */
    String handOver(String input) {
        handedOver.add(input);
        return input;
    }

    /** To the queue that any broker has; {@code tutti.tasks.<flow>} is a rule of the embedded one. */
    void handOverMessages(JMSContext jms, int count) {
        var queue = jms.createQueue("tutti.tasks");
        for (int i = 0; i < count; i++) {
            jms.createProducer().setProperty("flow", FLOW).send(queue, handOver(input()));
        }
    }

    int sent() {
        return acknowledged.size() + handedOver.size();
    }

    /** Waits until all is settled and holds the hub to the laws; {@code jms} reads the events. */
    void judge(HubProcess hub, JMSContext jms) {
        Map<String, JsonNode> tasks = new TreeMap<>();
        Awaitility.await("every acknowledged task has ended")
                .atMost(SETTLING)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    tasks.clear();
                    read(hub, tasks);
                    assertThat(lost(tasks)).as("lost or stuck").isEmpty();
                });
        acknowledged.forEach(
                (input, id) -> assertThat(tasks.get(input).path("id").asText())
                        .as("the task that was acknowledged for %s", input)
                        .isEqualTo(id));
        tasks.values()
                .forEach(task ->
                        assertThat(ends(hub, task)).as("ends of %s", task).hasSize(1));
        assertThat(events(jms, tasks.size())).as("done exactly once").containsExactlyElementsOf(tasks.keySet());
    }

    /** What is known of each input that should have ended and has not. */
    private Map<String, String> lost(Map<String, JsonNode> tasks) {
        Set<String> inputs = new TreeSet<>(acknowledged.keySet());
        inputs.addAll(handedOver);
        inputs.addAll(tasks.keySet());
        Map<String, String> lost = new TreeMap<>();
        for (String input : inputs) {
            JsonNode task = tasks.get(input);
            if (task == null) {
                lost.put(input, "no task");
            } else if (!task.path("status").asText().equals("COMPLETED")) {
                lost.put(input, task.toString());
            }
        }
        return lost;
    }

    private static void read(HubProcess hub, Map<String, JsonNode> tasks) throws IOException, InterruptedException {
        JsonNode page = hub.json("/api/tasks?limit=1000&flow=" + FLOW);
        while (!page.isEmpty()) {
            for (JsonNode task : page) {
                var same = tasks.put(task.path("input").asText(), task);
                assertThat(same).as("a second task of %s", task).isNull();
            }
            page = hub.json("/api/tasks?limit=1000&flow=" + FLOW + "&after="
                    + page.get(page.size() - 1).path("id").asText());
        }
    }

    private static List<String> ends(HubProcess hub, JsonNode task) {
        try {
            return hub
                    .json("/api/audit?limit=1000&task=" + task.path("id").asText())
                    .findValuesAsText("action")
                    .stream()
                    .filter(action -> action.matches("task\\.(completed|failed|cancelled)"))
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All events so far, also those that an earlier judgement read. */
    private List<String> events(JMSContext jms, int expected) {
        try (var consumer = jms.createConsumer(jms.createQueue(EVENTS))) {
            for (Message next = consumer.receive(patience(expected));
                    next != null;
                    next = consumer.receive(patience(expected))) {
                String input = next.getBody(String.class);
                assertThat(told.add(input)).as("%s is told once", input).isTrue();
            }
        } catch (jakarta.jms.JMSException e) {
            throw new AssertionError(e);
        }
        return List.copyOf(told);
    }

    /** For a second one of each when all are there. */
    private long patience(int expected) {
        return told.size() < expected ? 15_000 : 1_000;
    }
}
