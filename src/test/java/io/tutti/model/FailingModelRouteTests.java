package io.tutti.model;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.json;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tutti.failure.Unavailable;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way in which an endpoint can fail, and what is done then. */
class FailingModelRouteTests {

    private final CallModelScene scene = new CallModelScene();

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void waitsAsLongAsTheEndpointAsksAndTriesAgain() {
        scene.first.says(status(429).withHeader("Retry-After", "7"), answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("first");
        assertThat(scene.route.pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void understandsADateToWaitFor() {
        scene.first.says(status(429).withHeader("Retry-After", "Wed, 18 Nov 2026 10:00:09 GMT"), answer("Fine."));

        scene.route.ask(CallModelScene.QUESTION);

        assertThat(scene.route.pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void takesTheNextWayWhenItWouldHaveToWaitTooLong() {
        scene.first.says(status(429).withHeader("Retry-After", "3600"));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
        assertThat(scene.route.pauses).isEmpty();
        assertThat(scene.first.calls()).isOne();
    }

    @Test
    void waitsAtRandomUnderADoublingCeiling() {
        scene.first.says(status(500), status(503), answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("first");
        assertThat(scene.route.pauses).hasSize(2);
        assertThat(scene.route.pauses.get(0)).isBetween(Duration.ZERO, Duration.ofMillis(500));
        assertThat(scene.route.pauses.get(1)).isBetween(Duration.ZERO, Duration.ofMillis(1000));
    }

    @Test
    void takesTheNextWayAfterTheRetries() {
        scene.first.says(status(500));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
        assertThat(scene.first.calls()).isEqualTo(3);
    }

    @Test
    void countsCallsTokensCostAndFallbacks() {
        scene.first.says(status(500));
        scene.second.says(answer("Fine."));
        scene.route.ask(CallModelScene.QUESTION);

        var meters = scene.route.meters;
        assertThat(meters.get("gen_ai.client.operation.duration")
                        .tags("model", "first", "error.type", "server-error")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(meters.get("gen_ai.client.token.usage")
                        .tags("model", "second", "gen_ai.token.type", "input")
                        .summary()
                        .totalAmount())
                .isEqualTo(1000);
        assertThat(meters.get("tutti.model.fallbacks")
                        .tag("pool", "default")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("tutti.model.left.alone")
                        .tag("model", "first")
                        .gauge()
                        .value())
                .isZero();
        assertThat(meters.get("tutti.model.waiting")
                        .tag("model", "first")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void takesTheNextWayWhenTheModelHangs() {
        scene.restart(CallModelScene.THREE_WAYS, "500ms");
        scene.first.says(answer("Too late.").withFixedDelay(5_000));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
        assertThat(scene.outcomes()).startsWith("time-out").endsWith("answered");
    }

    @Test
    void takesTheNextWayWhenABodyTrickles() {
        scene.restart(CallModelScene.THREE_WAYS, "500ms");
        scene.first.says(answer("Too late.").withChunkedDribbleDelay(20, 5_000));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
        assertThat(scene.outcomes()).startsWith("time-out");
    }

    @Test
    void takesTheNextWayWhenTheConnectionIsReset() {
        scene.first.says(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
        assertThat(scene.outcomes()).startsWith("unreachable").endsWith("answered");
    }

    @Test
    void takesTheNextWayWhenNothingListens() {
        scene.first.close();
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
    }

    @Test
    void takesACutBodyForNoAnswer() {
        scene.first.says(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        scene.second.says(answer("Fine."));

        assertThat(scene.route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                .isEqualTo("second");
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
        assertThat(scene.route.audited.getFirst().detail()).containsEntry("usd", "0.000210");
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
                aResponse().withStatus(307).withHeader("Location", scene.second.url() + "/chat/completions"),
                "redirected");
        assertThat(scene.second.requests())
                .allSatisfy(request ->
                        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-second"));
    }

    @Test
    void answersLocallyWhenAllElseIsDown() {
        scene.first.says(status(503));
        scene.second.says(aResponse().withFault(Fault.EMPTY_RESPONSE));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("local");
        assertThat(exchange.getMessage().getBody(String.class)).contains("Order HP-10023 was shipped on 2026-11-18.");
    }

    @Test
    void leavesAFailingModelAloneAndProbesItLater() {
        scene.first.says(status(500));
        scene.second.says(answer("Fine."));
        scene.route.ask(CallModelScene.QUESTION);
        scene.route.ask(CallModelScene.QUESTION);
        assertThat(scene.first.calls()).isEqualTo(5);
        assertThat(scene.state("first")).isEqualTo("left-alone");

        scene.route.ask(CallModelScene.QUESTION);
        assertThat(scene.first.calls()).isEqualTo(5);

        scene.clock.forward(Duration.ofSeconds(31));
        scene.first.says(answer("Well again."));
        assertThat(scene.route.ask(CallModelScene.QUESTION).getMessage().getBody())
                .isEqualTo("Well again.");
        assertThat(scene.state("first")).isEqualTo("probing");
        scene.route.ask(CallModelScene.QUESTION);
        assertThat(scene.state("first")).isEqualTo("ready");
    }

    @Test
    void saysThatNothingAnswered() {
        scene.restart("{try: [first, second], retries: 0}");
        scene.first.says(status(503));
        scene.second.says(status(401));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getException())
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "Pool default was asked for an answer; found: first: server-error (HTTP 503); second: key-refused"
                                + " (HTTP 401). Try again later, or add a way to the pool in models.yaml.");
        assertThat(scene.outcomes()).containsExactly("server-error", "key-refused");
    }

    private void failsOnceWith(ResponseDefinitionBuilder response, String word) {
        scene.restart("{try: [first, second], retries: 2}");
        int before = scene.first.calls();
        scene.first.says(response);
        scene.second.says(answer("Fine."));

        Exchange exchange = scene.route.ask(CallModelScene.QUESTION);

        assertThat(exchange.getVariable("answerModel")).isEqualTo("second");
        assertThat(scene.first.calls() - before).isOne();
        assertThat(scene.outcomes()).containsExactly(word, "answered");
    }
}
