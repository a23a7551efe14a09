package io.tutti.model;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.json;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallModelRouteTests {

    private static final Map<String, Object> QUESTION = Map.of(
            "question",
            "Where is my order HP-10023?",
            "evidence",
            List.of(
                    Map.of("source", "order HP-10023", "text", "Order HP-10023 was shipped on 2026-11-18."),
                    Map.of("source", "article shipping", "text", "Parcels take 2 to 4 days.")));

    private final TestClock clock = new TestClock();
    private final ScriptedEndpoint first = new ScriptedEndpoint();
    private final ScriptedEndpoint second = new ScriptedEndpoint();
    private CallModel route = start("{try: [first, second, local], checks: [not-empty, grounded], retries: 2}");

    @AfterEach
    void stop() {
        route.close();
        first.close();
        second.close();
    }

    @Test
    void answersWithTheFirstModel() {
        first.says(answer("It was shipped on November 18."));

        Exchange exchange = route.ask(QUESTION);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("It was shipped on November 18.");
        assertThat(exchange.getVariable("answerModel")).isEqualTo("first");
        assertThat(exchange.getVariable("answerConfidence", Double.class)).isBetween(0.5, 1.0);
        assertThat(exchange.getVariable("answerSources")).isEqualTo(List.of("order HP-10023"));
        assertThat(second.calls()).isZero();
    }

    @Test
    void sendsWhatTheEndpointExpects() {
        first.says(answer("Fine."));

        route.ask(QUESTION);

        var request = first.requests().getFirst();
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-first");
        assertThat(request.getBodyAsString())
                .contains("\"model\" : \"gpt-4o-mini\"")
                .contains("\"role\" : \"system\"")
                .contains("Question: Where is my order HP-10023?\\n\\nEvidence:\\n[1] (order HP-10023) Order");
    }

    @Test
    void waitsAsLongAsTheEndpointAsksAndTriesAgain() {
        first.says(status(429).withHeader("Retry-After", "7"), answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("first");
        assertThat(route.pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void understandsADateToWaitFor() {
        first.says(status(429).withHeader("Retry-After", "Wed, 18 Nov 2026 10:00:09 GMT"), answer("Fine."));

        route.ask(QUESTION);

        assertThat(route.pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void takesTheNextWayWhenItWouldHaveToWaitTooLong() {
        first.says(status(429).withHeader("Retry-After", "3600"));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
        assertThat(route.pauses).isEmpty();
        assertThat(first.calls()).isOne();
    }

    @Test
    void waitsAtRandomUnderADoublingCeiling() {
        first.says(status(500), status(503), answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("first");
        assertThat(route.pauses).hasSize(2);
        assertThat(route.pauses.get(0)).isBetween(Duration.ZERO, Duration.ofMillis(500));
        assertThat(route.pauses.get(1)).isBetween(Duration.ZERO, Duration.ofMillis(1000));
    }

    @Test
    void takesTheNextWayAfterTheRetries() {
        first.says(status(500));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
        assertThat(first.calls()).isEqualTo(3);
    }

    @Test
    void takesTheNextWayWhenTheModelHangs() {
        first.says(answer("Too late.").withFixedDelay(5_000));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
        assertThat(outcomes()).startsWith("time-out").endsWith("answered");
    }

    @Test
    void takesTheNextWayWhenABodyTrickles() {
        first.says(answer("Too late.").withChunkedDribbleDelay(20, 5_000));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
        assertThat(outcomes()).startsWith("time-out");
    }

    @Test
    void takesTheNextWayWhenTheConnectionIsReset() {
        first.says(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
        assertThat(outcomes()).startsWith("unreachable").endsWith("answered");
    }

    @Test
    void takesTheNextWayWhenNothingListens() {
        first.close();
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
    }

    @Test
    void takesACutBodyForNoAnswer() {
        first.says(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        second.says(answer("Fine."));

        assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("second");
    }

    @Test
    void takesCutJsonForNoAnswer() {
        failsOnceWith(json("{\"id\": \"chatcmpl-1\", \"choices\": [{\"index\": 0, \"mess"), "broken-answer");
    }

    @Test
    void takesAWebPageForNoAnswer() {
        failsOnceWith(
                aResponse().withHeader("Content-Type", "text/html").withBody("<html>Sign in</html>"), "broken-answer");
    }

    @Test
    void takesAnEmptyBodyForNoAnswer() {
        failsOnceWith(aResponse().withStatus(200), "broken-answer");
    }

    @Test
    void takesAnErrorWithStatus200ForNoAnswer() {
        failsOnceWith(json("{\"error\": {\"message\": \"overloaded\", \"code\": 529}}"), "broken-answer");
    }

    @Test
    void takesNoChoicesForNoAnswer() {
        failsOnceWith(json("{\"id\": \"1\", \"choices\": [], \"usage\": {\"prompt_tokens\": 5}}"), "broken-answer");
    }

    @Test
    void takesAnEmptyTextForNoAnswer() {
        failsOnceWith(answer("  "), "empty-answer");
    }

    @Test
    void takesAHalfAnswerForNoAnswer() {
        String cut =
                "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"It was\"}, \"finish_reason\": \"length\"}],"
                        + " \"usage\": {\"prompt_tokens\": 1000, \"completion_tokens\": 100, \"total_tokens\": 1100}}";

        failsOnceWith(json(cut), "cut-short");
        assertThat(route.audited.getFirst().detail()).containsEntry("usd", "0.000210");
    }

    @Test
    void takesTooLargeABodyForNoAnswer() {
        failsOnceWith(answer("long ".repeat(60_000)), "too-large");
    }

    @Test
    void doesNotRepeatWhatTheEndpointRefuses() {
        failsOnceWith(status(400), "request-refused");
        failsOnceWith(status(401), "key-refused");
        failsOnceWith(status(403), "key-refused");
        failsOnceWith(status(404), "request-refused");
    }

    @Test
    void followsNoRedirectWithItsKey() {
        failsOnceWith(
                aResponse().withStatus(307).withHeader("Location", second.url() + "/chat/completions"), "redirected");
        assertThat(second.requests())
                .allSatisfy(request ->
                        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-second"));
    }

    @Test
    void takesTheNextWayWhenACheckFails() {
        first.says(answer("It was shipped on November 17."));
        second.says(answer("It was shipped on November 18."));

        Exchange exchange = route.ask(QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("second");
        assertThat(route.audited.stream()
                        .filter(event -> event.action() == AuditAction.OUTPUT_CHECKED)
                        .filter(event -> event.detail().get("check").equals("grounded"))
                        .map(event -> event.detail().get("passed")))
                .containsExactly(false, true);
    }

    @Test
    void answersLocallyWhenAllElseIsDown() {
        first.says(status(503));
        second.says(aResponse().withFault(Fault.EMPTY_RESPONSE));

        Exchange exchange = route.ask(QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("local");
        assertThat(exchange.getMessage().getBody(String.class)).contains("Order HP-10023 was shipped on 2026-11-18.");
    }

    @Test
    void leavesAFailingModelAloneAndProbesItLater() {
        first.says(status(500));
        second.says(answer("Fine."));
        route.ask(QUESTION);
        route.ask(QUESTION);
        assertThat(first.calls()).isEqualTo(5);
        assertThat(state("first")).isEqualTo("left-alone");

        route.ask(QUESTION);
        assertThat(first.calls()).isEqualTo(5);

        clock.forward(Duration.ofSeconds(31));
        first.says(answer("Well again."));
        assertThat(route.ask(QUESTION).getMessage().getBody()).isEqualTo("Well again.");
        assertThat(state("first")).isEqualTo("probing");
        route.ask(QUESTION);
        assertThat(state("first")).isEqualTo("ready");
    }

    @Test
    void saysThatNothingAnswered() {
        restart("{try: [first, second], retries: 0}");
        first.says(status(503));
        second.says(status(401));

        Exchange exchange = route.ask(QUESTION);

        assertThat(exchange.getException())
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "Pool default was asked for an answer; found: first: server-error (HTTP 503); second: key-refused"
                                + " (HTTP 401). Try again later, or add a way to the pool in models.yaml.");
        assertThat(outcomes()).containsExactly("server-error", "key-refused");
    }

    @Test
    void carriesTheBestRejectedAnswer() {
        restart("{try: [first, second], checks: [grounded], retries: 0}");
        first.says(answer("It was shipped on November 17."));
        second.says(status(503));

        Exchange exchange = route.ask(QUESTION);

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
        Exchange exchange = route.askPool("clever", QUESTION);

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("default");
    }

    @Test
    void refusesABodyThatIsNoPrompt() {
        for (Object body : new Object[] {null, "", List.of(), Map.of("text", "x"), List.of(Map.of("role", "x"))}) {
            assertThat(route.ask(body).getException())
                    .as(String.valueOf(body))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_INPUT));
        }
    }

    @Test
    void takesATextAndAListOfMessages() {
        first.says(answer("Fine."));

        assertThat(route.ask("Say that it is fine.").getMessage().getBody()).isEqualTo("Fine.");
        List<Map<String, String>> messages = List.of(
                Map.of("role", "system", "content", "Be brief."),
                Map.of("role", "user", "content", "Is it fine?"),
                Map.of("role", "assistant", "content", "Perhaps."),
                Map.of("role", "user", "content", "Really?"));
        assertThat(route.ask(messages).getMessage().getBody()).isEqualTo("Fine.");
        assertThat(first.requests().getLast().getBodyAsString())
                .contains("assistant")
                .contains("Perhaps.");
    }

    @Test
    void recordsTheCallInTheJournalOfATask() {
        first.says(status(500), answer("It was shipped on November 18."));

        route.askInTask(QUESTION);

        var outcome = route.journal.getFirst();
        assertThat(outcome.model()).isEqualTo("first");
        // 600 fresh and 400 cached input tokens, 100 output tokens
        assertThat(outcome.usage()).isEqualTo(new Usage(90 + 30 + 60, 1000, 100));
        assertThat(outcome.input().at("/question").asText()).isEqualTo("Where is my order HP-10023?");
        assertThat(outcome.output().at("/text").asText()).isEqualTo("It was shipped on November 18.");
        assertThat(outcomes()).containsExactly("server-error", "answered");
        assertThat(route.audited)
                .allSatisfy(event -> assertThat(event)
                        .extracting(AuditEvent::task, AuditEvent::principal, AuditEvent::tenant)
                        .containsExactly("t1", "crm", "acme"));
    }

    @Test
    void takesARecordedAnswerAndCallsNobody() {
        first.says(answer("It was shipped on November 18."));
        route.askInTask(QUESTION);
        route.recorded = route.journal.getFirst().output();

        Exchange exchange = route.askInTask(QUESTION);

        assertThat(exchange.getMessage().getBody()).isEqualTo("It was shipped on November 18.");
        assertThat(exchange.getVariable("answerModel")).isEqualTo("first");
        assertThat(exchange.getVariable("answerSources")).isEqualTo(List.of("order HP-10023"));
        assertThat(exchange.getVariable("answerConfidence", Double.class)).isPositive();
        assertThat(first.calls()).isOne();
        assertThat(route.journal).hasSize(1);
    }

    @Test
    void auditsTheTriesOfATaskThatGotNoAnswer() {
        restart("{try: [first], retries: 0}");
        first.says(status(503));

        route.askInTask(QUESTION);

        assertThat(outcomes()).containsExactly("server-error");
        assertThat(route.journal).isEmpty();
    }

    @Test
    void estimatesTokensThatAreMissingOrImpossible() {
        String wrong =
                "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"Fine, fine.\"}, \"finish_reason\": \"stop\"}],"
                        + " \"usage\": {\"prompt_tokens\": -5, \"completion_tokens\": 2000000000, \"total_tokens\": 7}}";
        first.says(json(wrong), json(wrong.replaceFirst(", \"usage.*", "}")));

        for (int i = 0; i < 2; i++) {
            route.ask("Say that it is fine.");
            assertThat(route.audited.getLast().detail()).isNotEmpty();
        }
        assertThat(route.audited.stream()
                        .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                        .map(event -> event.detail().get("inputTokens") + " "
                                + event.detail().get("outputTokens")))
                .containsExactly("5 3", "5 3");
    }

    @Test
    void listsModelsWithoutTheirKeys() {
        assertThat(route.models.list())
                .extracting(ModelInfo::name, ModelInfo::provider, ModelInfo::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("first", "openai-compatible", "ready"),
                        org.assertj.core.groups.Tuple.tuple("second", "openai-compatible", "ready"),
                        org.assertj.core.groups.Tuple.tuple("local", "local", "ready"));
        assertThat(route.models.list().toString()).doesNotContain("sk-");
    }

    private void failsOnceWith(com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder response, String word) {
        restart("{try: [first, second], retries: 2}");
        int before = first.calls();
        first.says(response);
        second.says(answer("Fine."));

        Exchange exchange = route.ask(QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("second");
        assertThat(first.calls() - before).isOne();
        assertThat(outcomes()).containsExactly(word, "answered");
    }

    private List<Object> outcomes() {
        return route.audited.stream()
                .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                .map(event -> event.detail().get("outcome"))
                .toList();
    }

    private String state(String model) {
        return route.models.list().stream()
                .filter(info -> info.name().equals(model))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private void restart(String pool) {
        route.close();
        route = start(pool);
    }

    private CallModel start(String pool) {
        String yaml = """
                models:
                  first: {provider: openai-compatible, model: gpt-4o-mini, base-url: "%s", api-key: sk-first, timeout: 500ms,
                          price: {input: 0.15, cached-input: 0.075, output: 0.60}}
                  second: {provider: openai-compatible, model: other, base-url: "%s", api-key: sk-second, timeout: 500ms, free: true}
                  local: {provider: local}
                pools:
                  default: %s
                """.formatted(first.url(), second.url(), pool);
        return new CallModel(clock, yaml, Map.of("tutti.model.max-response", "200KB"));
    }
}
