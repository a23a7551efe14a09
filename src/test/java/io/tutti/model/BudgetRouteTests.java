package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.json;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.tutti.audit.AuditAction;
import io.tutti.budget.BudgetState;
import io.tutti.budget.OverBudget;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call may cost at most is reserved before it; a budget without it closes the way. */
class BudgetRouteTests {

    private static final String QUESTION = "Is it so?";

    private final ScriptedEndpoint dear = new ScriptedEndpoint();

    @Nullable
    private CallModel route;

    @AfterEach
    void close() {
        if (route != null) {
            route.close();
        }
        dear.close();
    }

    @Test
    void chargesWhatTheCallUsed() {
        CallModel route = start("{try: [dear]}", "{scope: hub, usd: 1}");
        dear.says(said(20, 10));
        Exchange answer = route.ask(QUESTION);
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("It is.");
        assertThat(spent(route)).isEqualTo("0.000040");
    }

    @Test
    void asksWithABoundWhereABudgetCountsOnIt() throws Exception {
        CallModel route = start("{try: [dear]}", "{scope: hub, usd: 1}");
        dear.says(said(20, 10));
        route.ask(QUESTION);
        String sent = dear.requests().getFirst().getBodyAsString();
        assertThat(new ObjectMapper().readTree(sent).toString()).contains(":4096");
    }

    @Test
    void makesNoCallThatABudgetCannotPay() {
        CallModel route = start("{try: [dear]}", "{scope: hub, usd: 0.008}");
        dear.says(said(20, 10));
        Exchange refused = route.ask(QUESTION);
        assertThat(refused.getException())
                .isInstanceOf(OverBudget.class)
                .hasMessageStartingWith("The budget of the hub, 0.008 usd in total, has not the 0.008");
        assertThat(dear.calls()).isZero();
        assertThat(route.audited).extracting(event -> event.action()).containsExactly(AuditAction.BUDGET_REFUSED);
        assertThat(route.spent).isEmpty();
    }

    @Test
    void goesOnToAModelThatItCanPay() {
        CallModel route = start("{try: [dear, local]}", "{scope: hub, usd: 0.008}");
        Exchange answer = route.ask(CallModelScene.QUESTION);
        assertThat(answer.getMessage().getBody(String.class)).contains("2026-11-18");
        assertThat(dear.calls()).isZero();
    }

    @Test
    void reservesForEachTry() {
        CallModel route = start("{try: [dear], retries: 3}", "{scope: hub, calls: 2}");
        dear.says(status(503));
        Exchange failed = route.ask(QUESTION);
        assertThat(failed.getException()).hasMessageContaining("The budget of the hub, 2 calls in total,");
        assertThat(dear.calls()).isEqualTo(2);
        assertThat(spent(route)).isEqualTo("2");
    }

    @Test
    void letsAJudgeBePaidToo() {
        CallModel route = start(
                "{try: [local], checks: [{judge: {model: dear, asks: truth, at-least: 0.5}}]}",
                "{scope: hub, usd: 0.001}");
        Exchange failed = route.ask(CallModelScene.QUESTION);
        assertThat(failed.getException()).hasMessageContaining("the judge dear gave no verdict");
        assertThat(dear.calls()).isZero();
    }

    @Test
    void chargesATaskWithItsCalls() {
        CallModel route = start("{try: [dear]}", "{scope: task, usd: 1}, {scope: 'flow:support', calls: 5}");
        dear.says(said(20, 10));
        route.askInTask(QUESTION);
        assertThat(route.budgets().list("acme"))
                .extracting(state -> state.scope() + " " + state.name() + " " + state.spent())
                .containsExactly("task t1 0.000040");
        assertThat(route.budgets().list(null))
                .extracting(state -> state.scope() + " " + state.name() + " " + state.spent())
                .contains("flow support 1");
    }

    @Test
    void goesToTheCheaperPoolOnceTheBudgetIsNearlyUsedUp() {
        CallModel route = start(
                "{try: [dear]}\n  cheap: {try: [local], checks: [grounded]}",
                "{scope: tenant, usd: 0.1, warn-at: 0.5, pool: cheap}");
        dear.says(said(10_000, 10_000));
        for (int i = 0; i < 2; i++) {
            assertThat(route.ask(CallModelScene.QUESTION).getVariable("answerModel"))
                    .isEqualTo("dear");
        }

        Exchange saved = route.ask(CallModelScene.QUESTION);

        assertThat(saved.getException()).isNull();
        assertThat(saved.getVariable("answerModel")).isEqualTo("local");
        assertThat(dear.calls()).isEqualTo(2);
        assertThat(route.audited)
                .filteredOn(event -> event.action() == AuditAction.MODEL_CALLED)
                .extracting(event -> event.subject() + " of " + event.detail().get("pool"))
                .containsExactly("dear of default", "dear of default", "local of cheap");
    }

    @Test
    void staysWithItsPoolWhereTheCheaperOneCannotDoWhatIsAsked() {
        CallModel route = start(
                "{try: [dear]}\n  cheap: {try: [shy], data-class: internal}",
                "{scope: tenant, usd: 0.1, warn-at: 0.0001, pool: cheap}");
        dear.says(said(10_000, 10_000));
        for (int i = 0; i < 3; i++) {
            assertThat(route.ask(QUESTION).getVariable("answerModel")).isEqualTo("dear");
        }
        assertThat(route.budgets().list(null)).singleElement().matches(BudgetState::warned);
    }

    @Test
    void asksNoShadowThatCannotBePaid() {
        CallModel route = start("{try: [local], shadow: {model: dear, share: 1}}", "{scope: hub, usd: 0.001}");
        Exchange answer = route.ask(CallModelScene.QUESTION);
        assertThat(answer.getException()).isNull();
        assertThat(dear.calls()).isZero();
    }

    private static ResponseDefinitionBuilder said(int input, int output) {
        return json("""
                {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
                 "choices": [{"index": 0, "message": {"role": "assistant", "content": "It is."}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d}}
                """.formatted(input, output, input + output));
    }

    private static String spent(CallModel route) {
        BudgetState state = route.budgets().list(null).getFirst();
        return state.spent().toPlainString();
    }

    private CallModel start(String pool, String budgets) {
        String yaml = """
                models:
                  dear: {provider: openai-compatible, model: m, base-url: "%s", price: {input: 1, output: 2}}
                  shy: {provider: openai-compatible, model: m, base-url: "%s", free: true, may-see: [public]}
                  local: {provider: local}
                pools:
                  default: %s
                """.formatted(dear.url(), dear.url(), pool);
        CallModel started = new CallModel(new TestClock(), yaml, Map.of(), "budgets: [" + budgets + "]");
        route = started;
        return started;
    }
}
