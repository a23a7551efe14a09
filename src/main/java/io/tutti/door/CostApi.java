package io.tutti.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.access.Caller;
import io.tutti.cost.CostSum;
import io.tutti.cost.Costs;
import io.tutti.cost.CostsBy;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was spent, over HTTP. */
@RestController
final class CostApi {

    private static final int DAYS = 30;

    private final Costs costs;
    private final Rights rights;
    private final Clock clock;

    CostApi(Costs costs, Rights rights, Clock clock) {
        this.costs = costs;
        this.rights = rights;
        this.clock = clock;
    }

    @GetMapping("/api/costs")
    List<ObjectNode> sums(
            @RequestParam(defaultValue = "day") String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_COSTS);
        CostsBy what = CostsBy.of(by);
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : Days.parse("to", to);
        LocalDate first = from == null ? last.minusDays(DAYS - 1L) : Days.parse("from", from);
        if (first.isAfter(last)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Costs were asked for from %s to %s; from must not be after to.".formatted(first, last));
        }
        return costs.sums(what, rights.tenant(caller), first, last).stream()
                .map(sum -> shown(what, sum))
                .toList();
    }

    private static ObjectNode shown(CostsBy what, CostSum sum) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(what.word(), sum.name())
                .put("usd", sum.usd().toPlainString())
                .put("calls", sum.calls())
                .put("inputTokens", sum.inputTokens())
                .put("cachedInputTokens", sum.cachedInputTokens())
                .put("outputTokens", sum.outputTokens())
                .put("estimatedCalls", sum.estimatedCalls());
    }
}
