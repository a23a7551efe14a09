package io.tutti.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code budgets.yaml}, and what the files of agents say of money. */
final class BudgetsReader {

    private static final String FILE = "budgets";
    private static final String AGENTS = "agents";
    /** A turn's is in its agent's file. */
    private static final Set<Budget.Scope> SCOPES = EnumSet.complementOf(EnumSet.of(Budget.Scope.TURN));

    private static final int MICRO = 6;
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    private BudgetsReader() {}

    /** @throws WrongSetting about the first value that is impossible */
    static List<Budget> read(ConfigFiles files) {
        Setting root = new Setting(files.read(FILE), "", (pointer, expected) -> files.wrong(FILE, pointer, expected));
        List<Budget> budgets = new ArrayList<>(read(root));
        files.readFolder(AGENTS).forEach((name, content) -> turn(name, content).ifPresent(budgets::add));
        return List.copyOf(budgets);
    }

    /** What an agent may use for one task. */
    private static Optional<Budget> turn(String agent, JsonNode content) {
        Path file = Path.of("config", AGENTS, agent + ".yaml");
        Setting limits = new Setting(
                        content,
                        "",
                        (pointer, expected) -> new WrongSetting(file, 0, pointer.substring(1) + " " + expected))
                .at("limits");
        Budget.Unit usd = Budget.Unit.USD;
        return limits.decimal(usd.word())
                .map(limit ->
                        new Budget(Budget.Scope.TURN, agent, Budget.Per.TOTAL, usd, limit(limits, usd, limit), null));
    }

    static WrongSetting wrong(ConfigFiles files, String expected) {
        return files.wrong(FILE, "/" + FILE, expected);
    }

    /** @throws WrongSetting about the first value that is impossible */
    static List<Budget> read(Setting root) {
        List<Budget> budgets = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Setting item : root.at(FILE).items()) {
            List<Budget> limits = limits(item);
            for (Budget one : limits) {
                if (!known.add(one.kind() + ":" + one.name())) {
                    throw item.wrong("is the second limit of " + one.unit().word() + " per "
                            + one.per().word() + " for " + item.text("scope", "") + "; remove one.");
                }
            }
            budgets.addAll(limits);
        }
        return List.copyOf(budgets);
    }

    private static List<Budget> limits(Setting item) {
        String[] scope = item.text("scope", "").split(":", 2);
        Budget.Scope kind = one(SCOPES, item.at("scope"), scope[0]);
        @Nullable String name = scope.length == 1 ? null : scope[1];
        if (name != null
                && (name.isEmpty()
                        || kind == Budget.Scope.HUB
                        || kind == Budget.Scope.TASK
                        || kind == Budget.Scope.CONVERSATION)) {
            throw item.at("scope")
                    .wrong("expected hub, task, conversation, or tenant, principal, flow or agent, each alone"
                            + " or with a name such as tenant:acme.");
        }
        Budget.Per per =
                one(EnumSet.allOf(Budget.Per.class), item.at("per"), item.text("per", Budget.Per.TOTAL.word()));
        Budget.Soft soft = soft(item);
        List<Budget> limits = new ArrayList<>();
        for (Budget.Unit unit : Budget.Unit.values()) {
            item.decimal(unit.word())
                    .ifPresent(limit -> limits.add(new Budget(kind, name, per, unit, limit(item, unit, limit), soft)));
        }
        if (limits.isEmpty()) {
            throw item.wrong("limits nothing; expected at least one of usd, tokens and calls.");
        }
        return limits;
    }

    private static Budget.@Nullable Soft soft(Setting item) {
        Setting pool = item.at("pool");
        if (item.decimal("warn-at").isEmpty()) {
            if (pool.isPresent()) {
                throw pool.wrong("says where calls go once the budget is nearly used up; say from what share on, for"
                        + " example warn-at: 0.8.");
            }
            return null;
        }
        BigDecimal share = item.decimal("warn-at").orElseThrow();
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
            throw item.at("warn-at").wrong("expected a share of the limit above 0 and below 1, for example 0.8.");
        }
        return new Budget.Soft(share, pool.isPresent() ? pool.node().asText() : null);
    }

    private static long limit(Setting item, Budget.Unit unit, BigDecimal limit) {
        BigDecimal parts = unit == Budget.Unit.USD ? limit.movePointRight(MICRO) : limit;
        if (parts.signum() < 0
                || parts.compareTo(MOST) > 0
                || parts.stripTrailingZeros().scale() > 0) {
            throw item.at(unit.word())
                    .wrong(
                            unit == Budget.Unit.USD
                                    ? "expected an amount from 0 to 1000000 with at most six decimal places."
                                    : "expected a whole number from 0 to " + MOST.toPlainString() + ".");
        }
        return parts.longValueExact();
    }

    private static <E extends Enum<E>> E one(Collection<E> known, Setting setting, String word) {
        List<String> words = new ArrayList<>();
        for (E one : known) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                return one;
            }
            words.add(one.name().toLowerCase(Locale.ROOT));
        }
        throw setting.wrong("expected " + String.join(", ", words) + ".");
    }
}
