package io.tutti.check;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Collects what connectors dig up in the exchange variable {@value #VARIABLE}: a list of {@code {"source", "text"}}, in
 * the order of finding. The list is copied on every change, so branches of a split do not see each other's finds. Safe
 * for use by many threads.
 */
@Component("evidence")
public final class Evidence {

    /** The variable that holds the evidence. */
    public static final String VARIABLE = "evidence";

    /** The variable that holds the largest amount of money in the evidence, a {@link BigDecimal} in US dollars. */
    public static final String AMOUNT = "amount";

    private static final String ROWS = "rows";

    /**
     * Moves the variable {@code rows}, a list of maps with the columns {@code source}, {@code fact} and, where money is
     * at stake, {@code amount}, to the evidence. A row without a fact is left out.
     *
     * @throws Refused when {@code rows} is there but holds anything else
     */
    public void addRows(Exchange exchange) {
        var rows = rows(exchange.removeVariable(ROWS));
        exchange.setVariable(VARIABLE, joined(exchange, rows));
        largestAmount(exchange, rows).ifPresent(amount -> exchange.setVariable(AMOUNT, amount));
    }

    private static List<Map<?, ?>> rows(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list.stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
        }
        throw new Refused(
                Reason.UNFIT,
                "Evidence was to be added from the variable rows, which holds a "
                        + value.getClass().getSimpleName()
                        + "; a query has to leave a list of rows with the columns source and fact.");
    }

    private static List<Object> joined(Exchange exchange, List<Map<?, ?>> rows) {
        var evidence = new ArrayList<Object>();
        if (exchange.getVariable(VARIABLE) instanceof List<?> before) {
            evidence.addAll(before);
        }
        rows.stream().filter(row -> row.get("fact") != null).map(Evidence::fact).forEach(evidence::add);
        return evidence;
    }

    private static Map<String, String> fact(Map<?, ?> row) {
        Object source = row.get("source");
        return Map.of(
                "source",
                source == null ? "database" : source.toString(),
                "text",
                String.valueOf(row.get("fact")).strip());
    }

    private static Optional<BigDecimal> largestAmount(Exchange exchange, List<Map<?, ?>> rows) {
        var found = rows.stream().map(row -> row.get(AMOUNT));
        return Stream.concat(found, Stream.ofNullable(exchange.getVariable(AMOUNT)))
                .filter(Objects::nonNull)
                .map(amount -> new BigDecimal(amount.toString()))
                .max(BigDecimal::compareTo);
    }
}
