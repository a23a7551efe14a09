package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hub is killed with SIGKILL in the middle of ten conversations or more; with {@code -Dfaults.long} of 50 conversations
 * of 200 messages.
 */
class ConversationIT {

    private static final boolean LONG = Boolean.getBoolean("faults.long");
    private static final int CONVERSATIONS = LONG ? 50 : 10;
    private static final int MESSAGES = LONG ? 200 : 20;
    private static final int PAGE = 1000;
    private static final int CONNECTIONS = 3;
    private static final String FLOW = """
            - route:
                id: talk
                description: Says what was said.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: talk}
                  steps:
                    - step:
                        id: listen
                        steps:
                          - delay: {constant: "50"}
                    - step:
                        id: say
                        steps:
                          - setBody: {simple: "said ${body}"}
            """;

    @TempDir
    Path directory;

    private String routes;

    @BeforeEach
    void writeFlow() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(folder.resolve("talk.camel.yaml"), FLOW);
        routes = "--tutti.routes=" + folder;
    }

    @Test
    void keepsTheOrderOfEachConversationOverACrash() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), routes)) {
            hub.start();
            sendAll(hub);
            awaitCompleted(hub, CONVERSATIONS * MESSAGES / 8);
            hub.kill();
            hub.start();
            awaitCompleted(hub, CONVERSATIONS * MESSAGES);
            judgeAll(hub, CONVERSATIONS);
        }
    }

    /** The first hub's broker and one PostgreSQL serve all three; one that took part dies and stays away. */
    @Test
    void keepsTheOrderWhenOneOfThreeHubsDies() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HubProcess first = new HubProcess(directory.resolve("first"), on(postgres))) {
            first.start();
            String[] options = with(first, on(postgres));
            try (HubProcess second = new HubProcess(directory.resolve("second"), options);
                    HubProcess third = new HubProcess(directory.resolve("third"), options)) {
                second.start();
                third.start();
                int sent = sendUntilInTheMiddle(first, postgres, third);
                third.kill();
                int all = Math.max(sent + CONNECTIONS, CONVERSATIONS);
                for (int i = sent; i < all; i++) {
                    send(first, List.of(i));
                }
                awaitCompleted(first, all * MESSAGES);
                judgeAll(first, all);
            }
        }
    }

    private String[] on(EmbeddedPostgres postgres) {
        return new String[] {
            routes,
            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--spring.datasource.username=postgres"
        };
    }

    private static String[] with(HubProcess broker, String... options) throws IOException {
        var all = new ArrayList<>(List.of(options));
        all.add("--tutti.jms.url=" + broker.jmsUrl());
        all.add("--tutti.jms.password=" + broker.jmsPassword());
        return all.toArray(String[]::new);
    }

    /**
     * Sends one conversation after the other until some tasks are completed and the hub runs one: the broker chooses
     * whose consumer a conversation goes to, and one that is not connected yet gets none of those before it.
     *
     * @return the number of conversations
     */
    private static int sendUntilInTheMiddle(HubProcess broker, EmbeddedPostgres postgres, HubProcess hub)
            throws IOException {
        String owner = Files.readString(hub.data.resolve("hub.id")).strip() + ":%";
        var sent = new AtomicInteger();
        Awaitility.await("a part of the tasks is completed and the hub runs one")
                .atMost(Duration.ofSeconds(LONG ? 600 : 60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    send(broker, List.of(sent.getAndIncrement()));
                    return isInTheMiddle(postgres, owner);
                });
        return sent.get();
    }

    /** One look at both, since the work may be over when a second one comes. */
    private static boolean isInTheMiddle(EmbeddedPostgres postgres, String owner) {
        return JdbcClient.create(postgres.getPostgresDatabase())
                .sql("""
                        SELECT COUNT(*) FILTER (WHERE status = 'COMPLETED') >= ?
                        AND COUNT(*) FILTER (WHERE status = 'RUNNING' AND owner LIKE ?) > 0 FROM task""")
                .param(CONVERSATIONS * MESSAGES / 8)
                .param(owner)
                .query(Boolean.class)
                .single();
    }

    private static void judgeAll(HubProcess hub, int conversations) throws Exception {
        for (int i = 0; i < conversations; i++) {
            judge(hub, "c" + i);
        }
    }

    /** Each conversation is sent by one connection, so that the sender's order is the queue's. */
    private static void sendAll(HubProcess hub) {
        var senders = IntStream.range(0, CONNECTIONS)
                .mapToObj(sender -> IntStream.range(0, CONVERSATIONS)
                        .filter(i -> i % CONNECTIONS == sender)
                        .boxed()
                        .toList())
                .map(conversations -> CompletableFuture.runAsync(() -> send(hub, conversations)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(senders).join();
    }

    /** Sends the first message of each, then the second of each, and so on. */
    private static void send(HubProcess hub, List<Integer> conversations) {
        try (JMSContext jms = hub.jms()) {
            var queue = jms.createQueue("tutti.tasks.talk");
            for (int message = 0; message < MESSAGES; message++) {
                for (int i : conversations) {
                    jms.createProducer().setProperty("conversation", "c" + i).send(queue, text(message));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(int message) {
        return "message %03d".formatted(message);
    }

    private static void awaitCompleted(HubProcess hub, int tasks) {
        Awaitility.await(tasks + " tasks are completed")
                .atMost(Duration.ofSeconds(LONG ? 1800 : 120))
                .pollInterval(Duration.ofMillis(LONG ? 1000 : 20))
                .until(() -> completed(hub) >= tasks);
    }

    private static int completed(HubProcess hub) throws Exception {
        int all = 0;
        JsonNode page = hub.json("/api/tasks?status=COMPLETED&limit=" + PAGE);
        while (page.size() == PAGE) {
            all += PAGE;
            String last = page.get(PAGE - 1).path("id").asText();
            page = hub.json("/api/tasks?status=COMPLETED&limit=" + PAGE + "&after=" + last);
        }
        return all + page.size();
    }

    private static void judge(HubProcess hub, String conversation) throws Exception {
        List<JsonNode> tasks = new ArrayList<>(StreamSupport.stream(
                        hub.json("/api/tasks?limit=1000&conversation=" + conversation)
                                .spliterator(),
                        false)
                .toList());
        tasks.sort(Comparator.comparing(task -> task.path("input").asText()));
        assertThat(tasks.stream().map(task -> task.path("output").asText()))
                .as("nothing of %s is lost or doubled", conversation)
                .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                        .mapToObj(message -> "said " + text(message))
                        .toList());
        assertThat(tasks.stream().map(task -> task.path("id").asText()))
                .as("%s was accepted in order", conversation)
                .isSorted();
        Instant before = Instant.EPOCH;
        for (JsonNode task : tasks) {
            String id = task.path("id").asText();
            String begun = hub.json("/api/tasks/" + id + "/journal")
                    .path(0)
                    .path("startedAt")
                    .asText();
            assertThat(Instant.parse(begun))
                    .as("task %s of %s began after the one before had ended", id, conversation)
                    .isAfterOrEqualTo(before);
            before = Instant.parse(task.path("endedAt").asText());
        }
    }
}
