package io.tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that hand a conversation over to each other and to people: within their files and rights, and not for ever. */
class AgentHandoffIT {

    private static final String TO_BACK = " CALL transfer_to_back {\"reason\": \"it is about an order\"}";
    private static final String TO_FRONT = " CALL transfer_to_front {\"reason\": \"it is not\"}";
    private static final String TO_PERSON = " CALL transfer_to_person {\"reason\": \"the customer is angry\"}";
    private static final String FIND = " CALL find-order {\"order\": \"HP-10023\"}";

    @TempDir
    private static Path directory;

    private static AgentScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = new AgentScene(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
    }

    @Test
    void anotherGoesOnWithAllThatWasSaid() throws Exception {
        String task = scene.ask("front", "word-11" + TO_BACK + FIND);
        assertThat(scene.hub.awaitTask(task, "COMPLETED").path("output").asText())
                .startsWith("Done.")
                .contains("Order HP-10023");
        JsonNode first = scene.model.about("word-11").getFirst();
        assertThat(first.at("/tools").findValuesAsText("name"))
                .containsExactly("read-mail", "transfer_to_back", "transfer_to_person");
        JsonNode last = scene.model.about("word-11").getLast();
        assertThat(last.at("/tools").findValuesAsText("name"))
                .containsExactly("find-order", "send-out", "transfer_to_front", "transfer_to_person");
        assertThat(last.at("/messages").toString()).contains("word-11", "The conversation is with back now.");
        assertThat(scene.journal(task).findValuesAsText("kind"))
                .containsExactly("model", "handoff", "model", "tool", "model", "step");
        JsonNode record = scene.records("handoff.made", task).get(0);
        assertThat(record.path("subject").asText()).isEqualTo("back");
        assertThat(record.at("/detail/from").asText()).isEqualTo("front");
        assertThat(scene.records("model.called", task).findValuesAsText("agent"))
                .containsExactlyInAnyOrder("front", "back", "back");
    }

    @Test
    void stopsWhenAgentsHandOverForEver() throws Exception {
        String forever = (TO_BACK + TO_FRONT).repeat(4);
        String task = scene.ask("front", forever);
        JsonNode failed = scene.hub.awaitTask(task, "FAILED");
        assertThat(failed.at("/error/kind").asText()).isEqualTo("over-limit");
        assertThat(failed.at("/error/message").asText())
                .contains("hand over again after 5 handoffs", "limits.handoffs");
        assertThat(scene.records("handoff.made", task)).hasSize(5);
        String asked =
                "{\"model\": \"agent:front\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}";
        HttpResponse<String> streamed =
                scene.send("crm", "/v1/chat/completions", asked.formatted(forever.replace("\"", "\\\"")));
        assertThat(streamed.statusCode()).as(streamed.body()).isEqualTo(503);
    }

    @Test
    void isToldWhenItMayNot() throws Exception {
        String task = scene.ask("guest", "front", "hello" + TO_BACK);
        assertThat(scene.hub.awaitTask(task, "COMPLETED").path("output").asText())
                .contains("'guest'", "'agent:back'");
        assertThat(scene.records("permission.denied", task)).hasSize(1);
        String unknown = scene.ask("mail", "hello" + TO_BACK);
        assertThat(scene.hub.awaitTask(unknown, "COMPLETED").path("output").asText())
                .contains("'transfer_to_back'", "its file does not give it");
        scene.hub.command("kill", "agent", "back", "--reason", "it is rude");
        try {
            String stopped = scene.ask("front", "hello" + TO_BACK);
            assertThat(scene.hub.awaitTask(stopped, "COMPLETED").path("output").asText())
                    .contains("it is rude");
        } finally {
            scene.hub.command("kill", "agent", "back", "--off");
        }
    }

    @Test
    void givesNoMoreTrustToTheNext() throws Exception {
        String task = scene.ask("front", "CALL read-mail {}" + TO_BACK);
        scene.hub.awaitTask(task, "WAITING");
        assertThat(scene.item(task).at("/case/question").asText()).contains("untrusted content", "agent back");
        scene.decide(task, "{\"decision\": \"reject\", \"reason\": \"no\"}");
        scene.hub.awaitTask(task, "COMPLETED");
        assertThat(scene.sentOut()).isEmpty();
    }

    @Test
    void aPersonAnswersAfterAKillAndNoModelIsAskedTwice() throws Exception {
        String task = scene.ask("front", "word-12" + TO_BACK + TO_PERSON);
        scene.hub.awaitTask(task, "WAITING");
        JsonNode shown = scene.item(task).path("case");
        assertThat(shown.path("reason").asText()).isEqualTo("agent back hands over: the customer is angry");
        assertThat(shown.path("question").asText()).startsWith("word-12");
        assertThat(shown.path("said").findValuesAsText("role")).contains("user", "assistant", "tool");
        int asked = scene.model.about("word-12").size();
        scene.hub.kill();
        scene.hub.start();
        scene.decide(task, "{\"decision\": \"answer\", \"output\": \"I call you at noon.\"}");
        assertThat(scene.hub.awaitTask(task, "COMPLETED").path("output").asText())
                .isEqualTo("I call you at noon.");
        assertThat(scene.model.about("word-12")).hasSize(asked);
    }

    @Test
    void goesOnWhenThePersonHandsBack() throws Exception {
        String task = scene.ask("front", "hello" + TO_PERSON);
        scene.hub.awaitTask(task, "WAITING");
        scene.decide(task, "{\"decision\": \"reject\", \"reason\": \"you can do it\"}");
        assertThat(scene.hub.awaitTask(task, "COMPLETED").path("output").asText())
                .contains("anna said no: you can do it");
    }
}
