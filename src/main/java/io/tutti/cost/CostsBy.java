package io.tutti.cost;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What costs are added up by. */
public enum CostsBy {
    /** On whose account. */
    TENANT("tenant"),
    /** Who asked. */
    PRINCIPAL("principal"),
    /** For which flow; what was asked outside a flow is together under an empty name. */
    FLOW("COALESCE(flow, '')"),
    /** Which pool was asked. */
    POOL("pool"),
    /** Which model was called. */
    MODEL("model"),
    /** On which day, in UTC. */
    DAY("spent_day");

    private final String expression;

    CostsBy(String expression) {
        this.expression = expression;
    }

    /** The name in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refused when there is no such word */
    public static CostsBy of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.BAD_INPUT,
                        "Costs were asked for by something unknown; by is one of "
                                + Arrays.stream(values()).map(CostsBy::word).collect(Collectors.joining(", ")) + "."));
    }

    String expression() {
        return expression;
    }
}
