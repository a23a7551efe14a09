package io.tutti.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.failure.Refused;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class EvidenceTests {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final Evidence evidence = new Evidence();

    @Test
    void appendsTheFactsOfTheRowsToWhatWasFoundBefore() {
        exchange.setVariable(Evidence.VARIABLE, List.of(Map.of("source", "article 7", "text", "We open at 08:00.")));
        exchange.setVariable("rows", List.of(Map.of("source", "order HP-10023", "fact", "It was shipped.")));

        evidence.addRows(exchange);

        assertThat(exchange.getVariable(Evidence.VARIABLE, List.class))
                .containsExactly(
                        Map.of("source", "article 7", "text", "We open at 08:00."),
                        Map.of("source", "order HP-10023", "text", "It was shipped."));
        assertThat(exchange.getVariable("rows")).isNull();
    }

    @Test
    void leavesAnEmptyListWhenNothingWasFound() {
        exchange.setVariable("rows", List.of());

        evidence.addRows(exchange);

        assertThat(exchange.getVariable(Evidence.VARIABLE, List.class)).isEmpty();
        assertThat(exchange.getVariable(Evidence.AMOUNT)).isNull();
    }

    @Test
    void leavesOutARowWithoutAFact() {
        var empty = new LinkedHashMap<String, Object>();
        empty.put("source", "order HP-10023");
        empty.put("fact", null);
        exchange.setVariable("rows", List.of(empty));

        evidence.addRows(exchange);

        assertThat(exchange.getVariable(Evidence.VARIABLE, List.class)).isEmpty();
    }

    @Test
    void keepsTheLargestAmountOverSeveralDigs() {
        exchange.setVariable("rows", List.of(row("24.50"), row("129.90"), row("99.00")));
        evidence.addRows(exchange);
        exchange.setVariable("rows", List.of(row("100.00")));
        evidence.addRows(exchange);

        assertThat(exchange.getVariable(Evidence.AMOUNT)).isEqualTo(new BigDecimal("129.90"));
    }

    @Test
    void doesNotTouchTheListOfAnotherBranch() {
        var shared = List.of(Map.of("source", "a", "text", "b"));
        exchange.setVariable(Evidence.VARIABLE, shared);
        exchange.setVariable("rows", List.of(row("1.00")));

        evidence.addRows(exchange);

        assertThat(shared).hasSize(1);
    }

    @Test
    void refusesRowsThatAreNoRows() {
        exchange.setVariable("rows", "three rows");

        assertThatThrownBy(() -> evidence.addRows(exchange))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("holds a String");
    }

    private static Map<String, Object> row(String amount) {
        return Map.of("source", "invoice", "fact", "It is open.", "amount", new BigDecimal(amount));
    }
}
