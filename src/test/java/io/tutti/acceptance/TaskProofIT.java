package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Somebody changes a task's data in the database, and leaves the trail alone. */
class TaskProofIT {

    private static final String QUESTION = "Where is my order HP-10023? Write to jane.doe@example.com.";

    @TempDir
    private Path directory;

    @Test
    void namesWhatIsNotAsItWasRecorded() throws Exception {
        String task;
        try (HubProcess hub = new HubProcess(directory.resolve("data"))) {
            hub.start();
            task = asked(hub);
            JsonNode before = hub.json("/api/audit/verify/" + task);
            assertThat(before.path("intact").asBoolean()).as(before.toString()).isTrue();
            assertThat(before.path("compared").asInt()).as(before.toString()).isGreaterThanOrEqualTo(4);
            String fork = fork(hub, task);
            JsonNode forked = hub.json("/api/audit/verify/" + fork);
            assertThat(forked.path("intact").asBoolean()).as(forked.toString()).isTrue();
            hub.stop();

            change("UPDATE journal SET output = REPLACE(output, '2', '3') WHERE kind = 'tool' AND task_id = ?", task);
            change("UPDATE task SET input = REPLACE(input, '10023', '10024') WHERE id = ?", task);
        }
        try (HubProcess hub = new HubProcess(directory.resolve("data"), "--tutti.audit.content=copy")) {
            hub.start();
            JsonNode after = hub.json("/api/audit/verify/" + task);
            assertThat(after.path("intact").asBoolean()).isFalse();
            assertThat(texts(after.path("changed")))
                    .contains("input")
                    .anyMatch(key -> key.contains("tool"))
                    .doesNotContain("output");
            assertThat(hub.json("/api/audit/verify").path("intact").asBoolean())
                    .as("the trail was left alone")
                    .isTrue();

            String copied = asked(hub);
            String trail = hub.json("/api/audit?task=" + copied).toString();
            assertThat(trail).contains("Where is my order HP-10023?").doesNotContain("jane.doe@example.com");
            assertThat(hub.json("/api/audit/verify/" + copied).path("intact").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void saysWhenThereIsNothingToCompareWith() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"), "--tutti.audit.content=none")) {
            hub.start();
            String task = asked(hub);
            assertThat(hub.json("/api/audit?task=" + task).toString()).doesNotContain("\"content\"");
            var answer = hub.get("/api/audit/verify/" + task);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("no digests of it");
        }
    }

    private static String asked(HubProcess hub) throws Exception {
        JsonNode task = hub.ask(QUESTION);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("COMPLETED");
        return task.path("id").asText();
    }

    /** From the last call in its journal, which makes that one again. */
    private static String fork(HubProcess hub, String task) throws Exception {
        String last = "";
        for (JsonNode entry : hub.json("/api/tasks/" + task + "/journal")) {
            last = entry.path("kind").asText().equals("step")
                    ? entry.path("key").asText()
                    : last;
        }
        var answer = hub.post("/api/tasks/" + task + "/fork", "{\"from\": \"" + last + "\"}");
        String fork = HubProcess.JSON.readTree(answer.body()).path("id").asText();
        hub.awaitTask(fork, "COMPLETED");
        return fork;
    }

    private static List<String> texts(JsonNode list) {
        return HubProcess.JSON.convertValue(
                list, HubProcess.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private void change(String statement, String task) {
        String file = directory.resolve("data").resolve("db").resolve("hub").toString();
        assertThat(Files.exists(Path.of(file + ".mv.db"))).isTrue();
        int changed = JdbcClient.create(new DriverManagerDataSource("jdbc:h2:file:" + file, "tutti", ""))
                .sql(statement)
                .param(task)
                .update();
        assertThat(changed).isPositive();
    }
}
