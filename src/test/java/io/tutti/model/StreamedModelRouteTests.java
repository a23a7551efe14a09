package io.tutti.model;

import static io.tutti.model.ScriptedStream.END;
import static io.tutti.model.ScriptedStream.chunk;
import static io.tutti.model.ScriptedStream.finish;
import static io.tutti.model.ScriptedStream.part;
import static io.tutti.model.ScriptedStream.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.audit.AuditAction;
import io.tutti.failure.Unavailable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A streamed answer through the route {@code call-model}, whole and broken. */
class StreamedModelRouteTests {

    private static final String OPEN = "{try: [first, second], hold-back: 0, retries: 0}";

    private final ScriptedStream first = new ScriptedStream();
    private final ScriptedStream second = new ScriptedStream();
    private final List<String> released = new ArrayList<>();
    private CallModel route = start(OPEN, "30s");

    @AfterEach
    void close() {
        route.close();
        first.close();
        second.close();
    }

    @Test
    void releasesPartsAsTheyComeAndKeepsTheWholeForTheRecord() {
        first.says(part("It was "), part("shipped."), finish("stop"), usage(1000, 100), END);

        Exchange asked = ask();

        assertThat(released).containsExactly("It was ", "shipped.");
        assertThat(asked.getMessage().getBody()).isEqualTo("It was shipped.");
        Reply reply = Reply.of(asked);
        assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
        assertThat(reply.tokens().input()).isEqualTo(1000);
        assertThat(reply.tokens().output()).isEqualTo(100);
        assertThat(first.requests())
                .singleElement()
                .asString()
                .contains("\"stream\" : true")
                .contains("\"include_usage\" : true");
        assertThat(costs()).containsExactly("0.000210");
        assertThat(route.meters
                        .get("gen_ai.client.operation.time_to_first_chunk")
                        .tag("model", "first")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void estimatesTheUsageThatAStreamDoesNotReport() {
        first.says(part("It was shipped today, at last."), finish("stop"), END);

        Reply reply = Reply.of(ask());

        assertThat(reply.tokens().input()).isEqualTo(4);
        assertThat(reply.tokens().output()).isEqualTo(8);
        assertThat(reply.tokens().isEstimated()).isTrue();
        assertThat(route.spent)
                .singleElement()
                .satisfies(cost -> assertThat(cost.isEstimated()).isTrue());
    }

    @Test
    void takesTheNextWayUnseenWhenAStreamBreaksInItsHeldBackBeginning() {
        restart("{try: [first, second], hold-back: 20, retries: 0}", "30s");
        first.says(part("It was sent"));
        second.says(part("It was shipped."), finish("stop"), END);

        Exchange asked = ask();

        assertThat(String.join("", released)).isEqualTo("It was shipped.");
        assertThat(Reply.of(asked).model()).isEqualTo("second");
        assertThat(outcomes()).containsExactly("broken-answer", "answered");
    }

    @Test
    void neverSwitchesSilentlyOnceSomethingWasSeen() {
        first.says(part("It was "), part("shipp"));
        second.says(part("Something else."), finish("stop"), END);

        Exchange asked = ask();

        assertThat(asked.getException())
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("broke off after 12 characters")
                .hasMessageContaining("first: broken-answer");
        assertThat(released).containsExactly("It was ", "shipp");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void letsTheNextModelGoOnWhereThePoolAllowsIt() {
        restart("{try: [first, second], hold-back: 0, retries: 2, continue-cut: true}", "30s");
        first.says(part("It was "), part("shipp"));
        second.says(part("ed today."), finish("stop"), END);

        Exchange asked = ask();

        assertThat(String.join("", released)).isEqualTo("It was shipped today.");
        assertThat(asked.getMessage().getBody()).isEqualTo("It was shipped today.");
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests())
                .singleElement()
                .asString()
                .contains("It was shipp")
                .contains("Go on exactly");
    }

    @Test
    void holdsEverythingUntilTheChecksHavePassed() {
        restart("{try: [first, second], checks: [grounded], retries: 0}", "30s");
        first.says(part("Order HP-1 was shipped "), part("on November 17."), finish("stop"), END);
        second.says(part("Order HP-1 was shipped "), part("on November 18."), finish("stop"), END);

        route.askStreamed(
                Map.of(
                        "question",
                        "When was HP-1 shipped?",
                        "evidence",
                        List.of(Map.of("source", "order HP-1", "text", "Order HP-1 was shipped on November 18."))),
                released::add);

        assertThat(released).containsExactly("Order HP-1 was shipped on November 18.");
    }

    @Test
    void givesUpAStreamThatFallsSilent() {
        restart(OPEN, "300ms");
        first.fallsSilentAfter();
        second.says(part("Fine."), finish("stop"), END);

        assertThat(Reply.of(ask()).model()).isEqualTo("second");
        assertThat(outcomes()).containsExactly("time-out", "answered");
    }

    @Test
    void breaksOffAStreamThatFallsSilentAfterItsBeginning() {
        restart(OPEN, "300ms");
        first.fallsSilentAfter(part("It was "));

        assertThat(ask().getException()).isInstanceOf(Unavailable.class).hasMessageContaining("broke off");
        assertThat(released).containsExactly("It was ");
    }

    @Test
    void readsNoMoreOfAnEndlessStreamThanItsBound() {
        restart("{try: [first, second], hold-back: 100000, retries: 0}", "30s");
        first.saysForEver(": " + "x".repeat(1000) + "\n");
        second.says(part("Fine."), finish("stop"), END);

        assertThat(Reply.of(ask()).model()).isEqualTo("second");
        assertThat(outcomes()).containsExactly("too-large", "answered");
    }

    @Test
    void takesAnErrorInTheStreamForNoAnswer() {
        first.says(
                "data: {\"error\": {\"message\": \"Rate limit reached\", \"code\": \"rate_limit_exceeded\"}}\n\n", END);
        second.says(part("Fine."), finish("stop"), END);

        assertThat(Reply.of(ask()).model()).isEqualTo("second");
    }

    @Test
    void takesCutJsonForNoAnswer() {
        first.says("data: {\"id\": \"chatcmpl-1\", \"choi\n\n", END);
        second.says(part("Fine."), finish("stop"), END);

        assertThat(Reply.of(ask()).model()).isEqualTo("second");
        assertThat(outcomes()).containsExactly("broken-answer", "answered");
    }

    @Test
    void takesAWebPageForNoAnswer() {
        first.says("<html>Sign in</html>");
        second.says(part("Fine."), finish("stop"), END);

        assertThat(Reply.of(ask()).model()).isEqualTo("second");
    }

    @Test
    void readsAStreamWithoutItsLastWord() {
        first.says(part("Fine."), finish("stop"));

        assertThat(Reply.of(ask()).text()).isEqualTo("Fine.");
    }

    @Test
    void putsTheCallsOfToolsTogether() {
        first.says(
                chunk(
                        "{\"tool_calls\": [{\"index\": 0, \"id\": \"call_1\", \"type\": \"function\", \"function\": {\"name\": \"find\", \"arguments\": \"\"}}]}",
                        "null"),
                chunk(
                        "{\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\": \"{\\\"order\\\": \"}}]}",
                        "null"),
                chunk("{\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\": \"1}\"}}]}", "null"),
                finish("tool_calls"),
                END);

        Reply reply = Reply.of(ask());

        assertThat(reply.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("find");
            assertThat(call.arguments()).isEqualTo("{\"order\": 1}");
        });
        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(released).isEmpty();
    }

    @Test
    void showsAModelMarksAndItsCallerWhatTheyStandFor() {
        route.close();
        route = start(OPEN, "30s, redact: [email]");
        first.says(part("I wrote to [EM"), part("AIL_1]."), finish("stop"), END);

        Exchange asked = route.askStreamed("Write to anna@example.com!", released::add);

        assertThat(first.requests())
                .singleElement()
                .asString()
                .contains("Write to [EMAIL_1]!")
                .doesNotContain("anna@");
        assertThat(released).containsExactly("I wrote to ", "anna@example.com.");
        assertThat(Reply.of(asked).text()).isEqualTo("I wrote to anna@example.com.");
    }

    @Test
    void takesRefusedRequestsToTheNextWay() {
        try (ScriptedEndpoint refusing = new ScriptedEndpoint()) {
            ResponseDefinitionBuilder busy = ScriptedEndpoint.status(429).withHeader("Retry-After", "3600");
            refusing.says(busy);
            second.says(part("Fine."), finish("stop"), END);
            route.close();
            route = start(OPEN, "30s", refusing.url());

            assertThat(Reply.of(ask()).model()).isEqualTo("second");
            assertThat(outcomes()).containsExactly("rate-limited", "answered");
        }
    }

    @Test
    void endsTheCallWhenItsCallerIsGone() {
        first.fallsSilentAfter(part("It was "));

        Exchange asked = route.askStreamed("Where is it?", text -> {
            throw new IllegalStateException("the client is gone");
        });

        assertThat(asked.getException()).hasMessageContaining("the client is gone");
        assertThat(outcomes()).containsExactly("given-up");
        assertThat(route.spent).singleElement().satisfies(cost -> {
            assertThat(cost.isEstimated()).isTrue();
            assertThat(cost.inputTokens()).isEqualTo(4);
            assertThat(cost.microDollars()).isPositive();
        });
        assertThat(second.requests()).isEmpty();
    }

    private Exchange ask() {
        return route.askStreamed("Where is it?", released::add);
    }

    private List<Object> outcomes() {
        return details("outcome");
    }

    private List<Object> costs() {
        return details("usd");
    }

    private List<Object> details(String name) {
        return route.audited.stream()
                .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                .map(event -> event.detail().get(name))
                .toList();
    }

    private void restart(String pool, String patience) {
        route.close();
        route = start(pool, patience);
    }

    private CallModel start(String pool, String patience) {
        return start(pool, patience, first.url());
    }

    private CallModel start(String pool, String patience, String url) {
        String yaml = """
                models:
                  first: {provider: openai-compatible, model: m, base-url: "%s", timeout: %s, price: {input: 0.15, output: 0.60}}
                  second: {provider: openai-compatible, model: m, base-url: "%s", free: true}
                pools:
                  default: %s
                """.formatted(url, patience, second.url(), pool);
        return new CallModel(Clock.systemUTC(), yaml, Map.of("tutti.model.max-response", "200KB"));
    }
}
