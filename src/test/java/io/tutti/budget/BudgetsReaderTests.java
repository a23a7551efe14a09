package io.tutti.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.WrongSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsReaderTests {

    @Test
    void readsEachLimit() {
        assertThat(TestBudgets.read("""
                budgets:
                  - {scope: "tenant:acme", per: month, usd: 500}
                  - {scope: task, usd: 0.50}
                  - {scope: principal, per: minute, calls: 600, tokens: "200000"}
                """))
                .extracting(budget -> budget.kind() + " " + budget.name() + ": " + budget.words())
                .containsExactly(
                        "tenant/month/usd acme: 500 usd per month",
                        "task/total/usd null: 0.5 usd in total",
                        "principal/minute/tokens null: 200000 tokens per minute",
                        "principal/minute/calls null: 600 calls per minute");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {scope: galaxy, usd: 1}                   | /budgets/0/scope: expected hub, tenant, principal, flow, agent, conversation, task.
            {scope: 'task:t1', usd: 1}                | /budgets/0/scope: expected hub, task, conversation, or tenant, principal, flow or agent
            {scope: 'tenant:', usd: 1}                | /budgets/0/scope: expected hub, task, conversation, or tenant, principal, flow or agent
            {scope: turn, usd: 1}                     | /budgets/0/scope: expected hub, tenant, principal, flow, agent, conversation, task.
            {scope: tenant, per: week, usd: 1}        | /budgets/0/per: expected minute, hour, day, month, total.
            {scope: tenant, per: day}                 | /budgets/0: limits nothing
            {scope: tenant, usd: -1}                  | /budgets/0/usd: expected an amount from 0 to 1000000
            {scope: tenant, usd: much}                | /budgets/0/usd: expected a number.
            {scope: tenant, usd: 0.0000001}           | /budgets/0/usd: expected an amount from 0 to 1000000
            {scope: tenant, usd: 1000001}             | /budgets/0/usd: expected an amount from 0 to 1000000
            {scope: tenant, usd: 1, warn-at: 1}       | /budgets/0/warn-at: expected a share of the limit above 0 and below 1
            {scope: tenant, usd: 1, warn-at: 0}       | /budgets/0/warn-at: expected a share of the limit above 0 and below 1
            {scope: tenant, usd: 1, warn-at: soon}    | /budgets/0/warn-at: expected a number.
            {scope: tenant, usd: 1, pool: cheap}      | /budgets/0/pool: says where calls go once the budget is nearly used up; say from what share on
            {scope: tenant, calls: 1.5}               | /budgets/0/calls: expected a whole number
            """)
    void refusesWhatIsImpossible(String budget, String complaint) {
        assertThatThrownBy(() -> TestBudgets.read("budgets: [" + budget + "]"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(complaint.split(": ", 2)[1]);
    }

    @Test
    void refusesTwoLimitsOfOneThing() {
        assertThatThrownBy(() -> TestBudgets.read("budgets: [{scope: tenant, usd: 1}, {scope: tenant, usd: 2}]"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("is the second limit of usd per total for tenant; remove one.");
    }
}
