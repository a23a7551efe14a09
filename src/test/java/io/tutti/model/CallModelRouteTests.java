package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.json;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Usage;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked, what is answered, and what is recorded of it. */
class CallModelRouteTests {

    private final CallModelScene scene = new CallModelScene();

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void answersWithTheFirstModel() {
        scene.first.says(answer("It was shipped on November 18."));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("It was shipped on November 18.");
        assertThat(exchange.getVariable("answerModel")).isEqualTo("first");
        assertThat(exchange.getVariable("answerConfidence", Double.class)).isBetween(0.5, 1.0);
        assertThat(exchange.getVariable("answerSources")).isEqualTo(List.of("order HP-10023"));
        assertThat(scene.second.calls()).isZero();
    }

    @Test
    void sendsWhatTheEndpointExpects() {
        scene.first.says(answer("Fine."));

        scene.route.ask(CallModelScene.QUESTION);

        var request = scene.first.requests().getFirst();
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-first");
        assertThat(request.getBodyAsString())
                .contains("\"model\" : \"gpt-4o-mini\"")
                .contains("\"role\" : \"system\"")
                .contains("Question: Where is my order HP-10023?\\n\\nEvidence:\\n[1] (order HP-10023) Order");
    }

    @Test
    void takesTheNextWayWhenACheckFails() {
        scene.first.says(answer("It was shipped on November 17."));
        scene.second.says(answer("It was shipped on November 18."));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("second");
        assertThat(scene.route.audited.stream()
                        .filter(event -> event.action() == AuditAction.OUTPUT_CHECKED)
                        .filter(event -> event.detail().get("check").equals("grounded"))
                        .map(event -> event.detail().get("passed")))
                .containsExactly(false, true);
    }

    @Test
    void carriesTheBestRejectedAnswer() {
        scene.restart("{try: [first, second], checks: [grounded], retries: 0}");
        scene.first.says(answer("It was shipped on November 17."));
        scene.second.says(status(503));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getException()).isInstanceOf(CheckFailed.class);
        CheckFailed failure = (CheckFailed) exchange.getException();
        assertThat(failure.reason()).isEqualTo(Reason.UNFIT);
        assertThat(failure.suggestion()).isEqualTo("It was shipped on November 17.");
        assertThat(failure.reasons())
                .containsExactly(
                        "first: grounded: November 17 is not in the evidence", "second: server-error (HTTP 503)");
    }

    @Test
    void refusesAnUnknownPool() {
        Exchange exchange = scene.route.askPool("clever", CallModelScene.QUESTION);

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("default");
    }

    @Test
    void refusesABodyThatIsNoPrompt() {
        for (Object body : new Object[] {null, "", List.of(), Map.of("text", "x"), List.of(Map.of("role", "x"))}) {
            assertThat(scene.route.ask(body).getException())
                    .as(String.valueOf(body))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_INPUT));
        }
    }

    @Test
    void takesATextAndAListOfMessages() {
        scene.first.says(answer("Fine."));

        assertThat(scene.route.ask("Say that it is fine.").getMessage().getBody())
                .isEqualTo("Fine.");
        List<Map<String, String>> messages = List.of(
                Map.of("role", "system", "content", "Be brief."),
                Map.of("role", "user", "content", "Is it fine?"),
                Map.of("role", "assistant", "content", "Perhaps."),
                Map.of("role", "user", "content", "Really?"));
        assertThat(scene.route.ask(messages).getMessage().getBody()).isEqualTo("Fine.");
        assertThat(scene.first.requests().getLast().getBodyAsString())
                .contains("assistant")
                .contains("Perhaps.");
    }

    @Test
    void recordsTheCallInTheJournalOfATask() {
        scene.first.says(status(500), answer("It was shipped on November 18."));

        scene.route.askInTask(CallModelScene.QUESTION);

        var outcome = scene.route.journal.getFirst();
        assertThat(outcome.model()).isEqualTo("first");
        // 600 fresh and 400 cached input tokens, 100 output tokens
        assertThat(outcome.usage()).isEqualTo(new Usage(90 + 30 + 60, 1000, 100));
        assertThat(outcome.input().at("/question").asText()).isEqualTo("Where is my order HP-10023?");
        assertThat(outcome.output().at("/text").asText()).isEqualTo("It was shipped on November 18.");
        assertThat(scene.outcomes()).containsExactly("server-error", "answered");
        assertThat(scene.route.audited)
                .allSatisfy(event -> assertThat(event)
                        .extracting(AuditEvent::task, AuditEvent::principal, AuditEvent::tenant)
                        .containsExactly("t1", "crm", "acme"));
    }

    @Test
    void asksThePoolThatTheTasksForkOrRedriveNamed() {
        scene.restart("{try: [first]}\n  careful: {try: [second]}");
        scene.second.says(answer("It was shipped on November 18."));
        scene.route.taskPool = "careful";

        Exchange exchange = scene.route.askInTask(CallModelScene.QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("second");
        assertThat(scene.first.calls()).isZero();
        assertThat(scene.route.audited)
                .allSatisfy(event -> assertThat(event.detail()).containsEntry("pool", "careful"));
    }

    @Test
    void takesARecordedAnswerAndCallsNobody() {
        scene.first.says(answer("It was shipped on November 18."));
        scene.route.askInTask(CallModelScene.QUESTION);
        scene.route.recorded = scene.route.journal.getFirst().output();

        Exchange exchange = scene.route.askInTask(CallModelScene.QUESTION);

        assertThat(exchange.getMessage().getBody()).isEqualTo("It was shipped on November 18.");
        assertThat(exchange.getVariable("answerModel")).isEqualTo("first");
        assertThat(exchange.getVariable("answerSources")).isEqualTo(List.of("order HP-10023"));
        assertThat(exchange.getVariable("answerConfidence", Double.class)).isPositive();
        assertThat(scene.first.calls()).isOne();
        assertThat(scene.route.journal).hasSize(1);
    }

    @Test
    void takesATextThatAPersonPutInThePlaceOfTheRecordedAnswer() {
        scene.route.recorded = TextNode.valueOf("It arrives tomorrow.");

        Exchange exchange = scene.route.askInTask(CallModelScene.QUESTION);

        assertThat(exchange.getMessage().getBody()).isEqualTo("It arrives tomorrow.");
        assertThat(exchange.getVariable("answerModel")).isEqualTo("edited");
        assertThat(scene.first.calls()).isZero();
    }

    @Test
    void auditsTheTriesOfATaskThatGotNoAnswer() {
        scene.restart("{try: [first], retries: 0}");
        scene.first.says(status(503));

        scene.route.askInTask(CallModelScene.QUESTION);

        assertThat(scene.outcomes()).containsExactly("server-error");
        assertThat(scene.route.journal).isEmpty();
    }

    @Test
    void estimatesTokensThatAreMissingOrImpossible() {
        String wrong =
                "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"Fine, fine.\"}, \"finish_reason\": \"stop\"}],"
                        + " \"usage\": {\"prompt_tokens\": -5, \"completion_tokens\": 2000000000, \"total_tokens\": 7}}";
        scene.first.says(json(wrong), json(wrong.replaceFirst(", \"usage.*", "}")));

        for (int i = 0; i < 2; i++) {
            scene.route.ask("Say that it is fine.");
            assertThat(scene.route.audited.getLast().detail()).isNotEmpty();
        }
        assertThat(scene.route.audited.stream()
                        .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                        .map(event -> event.detail().get("inputTokens") + " "
                                + event.detail().get("outputTokens")))
                .containsExactly("6 4", "6 4");
    }

    @Test
    void listsModelsWithoutTheirKeys() {
        assertThat(scene.route.models.list())
                .extracting(ModelInfo::name, ModelInfo::provider, ModelInfo::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("first", "openai-compatible", "ready"),
                        org.assertj.core.groups.Tuple.tuple("second", "openai-compatible", "ready"),
                        org.assertj.core.groups.Tuple.tuple("local", "local", "ready"));
        assertThat(scene.route.models.list().toString()).doesNotContain("sk-");
    }
}
