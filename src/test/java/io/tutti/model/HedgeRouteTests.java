package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.audit.AuditAction;
import io.tutti.budget.BudgetState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second model beside one that takes long. */
class HedgeRouteTests {

    private static final String QUESTION = "Is it so?";
    private static final int LONG = 20_000;

    private final ScriptedEndpoint first = new ScriptedEndpoint();
    private final ScriptedEndpoint second = new ScriptedEndpoint();

    @Nullable
    private CallModel route;

    @AfterEach
    void close() {
        if (route != null) {
            route.close();
        }
        first.close();
        second.close();
    }

    @Test
    void takesTheAnswerOfTheSecondWhenTheFirstTakesLong() {
        CallModel route = start("50ms", "");
        first.says(answer("Late.").withFixedDelay(LONG));
        second.says(answer("Yes."));

        Exchange asked = route.ask(QUESTION);

        assertThat(asked.getMessage().getBody()).isEqualTo("Yes.");
        assertThat(outcomes(route)).containsExactly("first given-up", "second answered");
        assertThat(route.spent.getFirst().microDollars())
                .as("what was asked is paid for")
                .isPositive();
    }

    @Test
    void asksNobodyBesideOneThatIsQuick() {
        CallModel route = start("20s", "");
        first.says(answer("At once."));

        assertThat(route.ask(QUESTION).getMessage().getBody()).isEqualTo("At once.");
        assertThat(second.calls()).isZero();
        assertThat(outcomes(route)).containsExactly("first answered");
    }

    @Test
    void takesTheFirstWhenTheSecondFails() {
        CallModel route = start("50ms", "");
        first.says(answer("Slow and good.").withFixedDelay(1_000));
        second.says(status(503));

        assertThat(route.ask(QUESTION).getMessage().getBody()).isEqualTo("Slow and good.");
        assertThat(outcomes(route)).containsExactly("second server-error", "first answered");
    }

    @Test
    void goesOnWhenBothFail() {
        CallModel route = start("50ms", "");
        first.says(status(400).withFixedDelay(500));
        second.says(status(400));

        Exchange asked = route.ask(CallModelScene.QUESTION);

        assertThat(asked.getMessage().getBody(String.class)).contains("2026-11-18");
        assertThat(outcomes(route)).contains("second request-refused", "first request-refused", "local answered");
    }

    @Test
    void retriesTheFirstWhenItFailsBeforeItsTime() {
        CallModel route = start("20s", "");
        first.says(status(503), answer("Again."));

        assertThat(route.ask(QUESTION).getMessage().getBody()).isEqualTo("Again.");
        assertThat(outcomes(route)).containsExactly("first server-error", "first answered");
        assertThat(second.calls()).isZero();
    }

    @Test
    void asksNobodyBesideWhenABudgetCannotPayBoth() {
        CallModel route = start("50ms", "{scope: hub, calls: 1}");
        first.says(answer("Slow.").withFixedDelay(500));
        second.says(answer("Too much."));

        assertThat(route.ask(QUESTION).getMessage().getBody()).isEqualTo("Slow.");
        assertThat(second.calls()).isZero();
        assertThat(route.budgets().list(null))
                .extracting(BudgetState::spent)
                .allSatisfy(spent -> assertThat(spent).isEqualByComparingTo("1"));
    }

    private static List<String> outcomes(CallModel route) {
        return route.audited.stream()
                .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                .map(event -> event.subject() + " " + event.detail().get("outcome"))
                .toList();
    }

    private CallModel start(String after, String budgets) {
        String yaml = """
                models:
                  first: {provider: openai-compatible, model: m, base-url: "%s", price: {input: 1, output: 2}}
                  second: {provider: openai-compatible, model: m, base-url: "%s", price: {input: 1, output: 2}}
                  local: {provider: local}
                pools:
                  default: {try: [first, second, local], retries: 1, hedge-after: %s}
                """.formatted(first.url(), second.url(), after);
        CallModel started = new CallModel(Clock.systemUTC(), yaml, Map.of(), "budgets: [" + budgets + "]");
        route = started;
        return started;
    }
}
