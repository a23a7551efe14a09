package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub is killed with SIGKILL in the middle of 200 tasks from three doors and started again. */
class CrashIT {

    private static final int TASKS = 200;
    private static final List<String> QUESTIONS = List.of(
            "Where is my order HP-10023?",
            "How many days do I have to return an item?",
            "Where is my order HP-10031? And how can I change my delivery address?",
            "I want to speak to a person.");

    @TempDir
    Path directory;

    /** What the hub is started with. */
    String[] options() throws Exception {
        return new String[0];
    }

    @Test
    void losesNothingAndOpensNoTicketTwice() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), options())) {
            hub.start();
            Set<String> accepted = sendAll(hub);
            awaitSomeProgress(hub);
            hub.kill();
            hub.start();
            Map<String, JsonNode> tasks = awaitSettled(hub);
            assertThat(tasks).hasSize(TASKS);
            assertThat(tasks.keySet()).containsAll(accepted);
            Map<String, Integer> tickets = tickets(hub);
            assertThat(tickets.values()).as("each ticket is told once").containsOnly(1);
            assertThat(tickets.keySet()).isEqualTo(ticketsOf(tasks));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> hub.json("/api/audit/verify").path("intact").asBoolean());
        }
    }

    /** Returns the ids that were acknowledged over HTTP; queue and file are acknowledged by the broker and the move. */
    private static Set<String> sendAll(HubProcess hub) throws Exception {
        Set<String> accepted = new HashSet<>();
        Path inbox = Files.createDirectories(hub.data.resolve("inbox/customer-support"));
        try (JMSContext jms = hub.jms()) {
            var queue = jms.createQueue("tutti.tasks.customer-support");
            for (int i = 0; i < TASKS; i++) {
                String question = QUESTIONS.get(i % QUESTIONS.size());
                switch (i % 10) {
                    case 0 -> {
                        Path part = Files.writeString(inbox.resolve("." + i + ".part"), question);
                        Files.move(part, inbox.resolve(i + ".txt"), StandardCopyOption.ATOMIC_MOVE);
                    }
                    case 1, 2, 3 -> {
                        var answer = hub.post(
                                "/api/tasks",
                                "{\"flow\": \"customer-support\", \"input\": \"" + question + "\", \"key\": \"http-" + i
                                        + "\"}");
                        assertThat(answer.statusCode()).isEqualTo(202);
                        accepted.add(HubProcess.JSON
                                .readTree(answer.body())
                                .path("id")
                                .asText());
                    }
                    default ->
                        jms.createProducer().setProperty("key", "jms-" + i).send(queue, question);
                }
            }
        }
        return accepted;
    }

    private static void awaitSomeProgress(HubProcess hub) {
        Awaitility.await("some tasks are done and some are not")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hub.json("/api/tasks?status=COMPLETED&limit=1000").size() >= TASKS / 8);
    }

    private static Map<String, JsonNode> awaitSettled(HubProcess hub) {
        Map<String, JsonNode> tasks = new HashMap<>();
        Awaitility.await("every task has ended or is with a person")
                .atMost(Duration.ofSeconds(180))
                .until(() -> {
                    tasks.clear();
                    hub.json("/api/tasks?limit=1000")
                            .forEach(task -> tasks.put(task.path("id").asText(), task));
                    return tasks.size() >= TASKS
                            && tasks.values().stream()
                                    .map(task -> task.path("status").asText())
                                    .allMatch(status -> status.equals("COMPLETED") || status.equals("WAITING"));
                });
        return tasks;
    }

    private static Map<String, Integer> tickets(HubProcess hub) throws Exception {
        Map<String, Integer> told = new HashMap<>();
        try (JMSContext jms = hub.jms()) {
            JMSConsumer consumer = jms.createConsumer(jms.createQueue("company.tickets"));
            List<Message> messages = new ArrayList<>();
            for (Message next = consumer.receive(5000); next != null; next = consumer.receive(2000)) {
                messages.add(next);
            }
            for (Message message : messages) {
                String ticket = HubProcess.JSON
                        .readTree(message.getBody(String.class))
                        .path("ticket")
                        .asText();
                told.merge(ticket, 1, Integer::sum);
            }
        }
        return told;
    }

    private static Set<String> ticketsOf(Map<String, JsonNode> tasks) {
        Set<String> tickets = new HashSet<>();
        tasks.values().stream()
                .filter(task -> task.path("status").asText().equals("COMPLETED"))
                .forEach(task -> tickets.add(task.at("/output/ticket").asText()));
        return tickets;
    }
}
