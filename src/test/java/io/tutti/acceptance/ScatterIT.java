package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two hubs on one broker and one PostgreSQL share the parts of one task; one of them is killed between two answers. */
class ScatterIT {

    private static final int PARTS = 16;

    private static final String FLOWS = """
            - route:
                id: ask-all
                description: Asks about each word.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: ask-all}
                  steps:
                    - step:
                        id: ask
                        steps:
                          - to: {uri: "kamelet:scatter-gather-action", parameters: {flow: ask-one}}
            - route:
                id: ask-one
                description: Takes a while and says what it was asked.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: ask-one}
                  steps:
                    - step:
                        id: think
                        steps:
                          - delay: {constant: "700"}
                    - step:
                        id: answer
                        steps:
                          - setBody: {simple: "answer to ${body}"}
            """;

    @TempDir
    Path directory;

    @Test
    void gathersTheSameWhenOneOfTwoHubsDiesBetweenAnswers() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("ask.camel.yaml"), FLOWS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String[] options = {
                "--tutti.routes=" + routes,
                "--tutti.task.concurrent=3",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres"
            };
            JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
            try (HubProcess first = new HubProcess(directory.resolve("first"), options)) {
                first.start();
                String[] besides = IntStream.range(0, options.length + 2)
                        .mapToObj(i -> i < options.length ? options[i] : broker(first, i - options.length))
                        .toArray(String[]::new);
                try (HubProcess second = new HubProcess(directory.resolve("second"), besides)) {
                    second.start();
                    JsonNode undisturbed = first.awaitTask(submit(first), "COMPLETED");
                    String task = submit(first);
                    awaitRunning(sql, first);
                    awaitRunning(sql, second);
                    awaitAnswers(sql, task);
                    second.kill();
                    JsonNode done = first.awaitTask(task, "COMPLETED");
                    assertThat(outputs(done))
                            .isEqualTo(outputs(undisturbed))
                            .isEqualTo(IntStream.range(0, PARTS)
                                    .mapToObj(i -> "answer to word " + i)
                                    .toList());
                    assertThat(count(sql, "SELECT COUNT(*) FROM task WHERE flow = 'ask-one'"))
                            .isEqualTo(2 * PARTS);
                }
            }
        }
    }

    private static String broker(HubProcess first, int option) {
        try {
            return option == 0 ? "--tutti.jms.url=" + first.jmsUrl() : "--tutti.jms.password=" + first.jmsPassword();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String submit(HubProcess hub) throws Exception {
        var body = HubProcess.JSON.createObjectNode().put("flow", "ask-all");
        var words = body.putArray("input");
        IntStream.range(0, PARTS).forEach(i -> words.add("word " + i));
        return HubProcess.JSON
                .readTree(hub.post("/api/tasks", body.toString()).body())
                .path("id")
                .asText();
    }

    private static void awaitRunning(JdbcClient sql, HubProcess hub) throws Exception {
        String owner = Files.readString(hub.data.resolve("hub.id")).strip() + ":%";
        Awaitility.await("the hub runs a part")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(
                                sql,
                                "SELECT COUNT(*) FROM task WHERE flow = 'ask-one' AND status = 'RUNNING' AND owner LIKE ?",
                                owner)
                        > 0);
    }

    private static void awaitAnswers(JdbcClient sql, String task) {
        Awaitility.await("some parts are answered")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(
                                sql,
                                "SELECT COUNT(*) FROM task WHERE task_key LIKE ? AND status = 'COMPLETED'",
                                "tutti:scatter:" + task + ":%")
                        >= 2);
    }

    private static long count(JdbcClient sql, String query, Object... values) {
        return sql.sql(query).params(List.of(values)).query(Long.class).single();
    }

    private static List<String> outputs(JsonNode task) {
        return task.path("output").findValuesAsText("output");
    }
}
