package io.tutti.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.access.Caller;
import io.tutti.budget.BudgetState;
import io.tutti.budget.Budgets;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the budgets stand, over HTTP. */
@RestController
final class BudgetApi {

    private final Budgets budgets;
    private final Rights rights;

    BudgetApi(Budgets budgets, Rights rights) {
        this.budgets = budgets;
        this.rights = rights;
    }

    @GetMapping("/api/budgets")
    List<ObjectNode> list(@AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_BUDGETS);
        return budgets.list(rights.tenant(caller)).stream()
                .map(BudgetApi::shown)
                .toList();
    }

    private static ObjectNode shown(BudgetState state) {
        BigDecimal left = state.limit().subtract(state.spent()).subtract(state.reserved());
        return JsonNodeFactory.instance
                .objectNode()
                .put("scope", state.scope())
                .put("name", state.name())
                .put("per", state.per())
                .put("unit", state.unit())
                .put("limit", state.limit().toPlainString())
                .put("spent", state.spent().toPlainString())
                .put("inDoubt", state.doubtful().toPlainString())
                .put("reserved", state.reserved().toPlainString())
                .put("left", left.max(BigDecimal.ZERO).toPlainString())
                .put("from", text(state.from()))
                .put("until", text(state.until()))
                .put("warned", state.warned());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
