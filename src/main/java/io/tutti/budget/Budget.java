package io.tutti.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One limit of {@code budgets.yaml}, or of an agent's file.
 *
 * @param scope what it is a budget of
 * @param name of the one that it is for; null for one for each
 * @param per after what time it begins anew
 * @param unit what is counted
 * @param limit the most in one such time, in the unit's smallest part
 * @param soft what happens before it is used up; null for nothing
 */
record Budget(
        Scope scope,
        @Nullable String name,
        Per per,
        Unit unit,
        long limit,
        @Nullable Soft soft) {

    /**
     * What happens when a budget is nearly used up.
     *
     * @param from the share of the limit from which on it is so, above 0 and below 1
     * @param pool the pool that calls of models go to from then on; null for the one they ask for
     */
    record Soft(BigDecimal from, @Nullable String pool) {}

    /** From how much on it is nearly used up; never when nothing happens then. */
    long softLimit() {
        return soft == null
                ? Long.MAX_VALUE
                : soft.from()
                        .multiply(BigDecimal.valueOf(limit))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
    }

    /** What a budget is of. */
    enum Scope {
        HUB,
        TENANT,
        PRINCIPAL,
        FLOW,
        AGENT,
        CONVERSATION,
        TASK,
        /** One agent's share of one task, from the agent's own file. */
        TURN;

        /** The one that pays; null when there is none. */
        @Nullable
        String of(Payer payer) {
            return switch (this) {
                case HUB -> word();
                case TENANT -> payer.tenant();
                case PRINCIPAL -> payer.principal();
                case FLOW -> payer.flow();
                case AGENT -> payer.agent();
                case CONVERSATION -> payer.conversation() == null ? null : payer.tenant() + "/" + payer.conversation();
                case TASK -> payer.task();
                case TURN -> payer.agent() == null || payer.task() == null ? null : turn(payer.agent(), payer.task());
            };
        }

        /** Whose name a budget for one has. */
        private @Nullable String named(Payer payer) {
            return this == TURN ? payer.agent() : of(payer);
        }

        static String turn(String agent, String task) {
            return agent + "/" + task;
        }

        /** Whether what belongs to it belongs to one tenant. */
        boolean isOfOneTenant() {
            return this != HUB && this != FLOW && this != AGENT;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The time after which a budget begins anew; all times in UTC. */
    enum Per {
        MINUTE(ChronoUnit.MINUTES),
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS),
        MONTH(ChronoUnit.MONTHS),
        TOTAL(ChronoUnit.FOREVER);

        private final ChronoUnit unit;

        Per(ChronoUnit unit) {
            this.unit = unit;
        }

        /** The beginning of the time that {@code now} is in. */
        Instant start(Instant now) {
            return switch (this) {
                case TOTAL -> Instant.EPOCH;
                case MONTH ->
                    ZonedDateTime.ofInstant(now, ZoneOffset.UTC)
                            .truncatedTo(ChronoUnit.DAYS)
                            .withDayOfMonth(1)
                            .toInstant();
                default -> now.truncatedTo(unit);
            };
        }

        /** The end of the time that begins at {@code start}; empty when it has none. */
        Optional<Instant> end(Instant start) {
            return this == TOTAL
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.ofInstant(start, ZoneOffset.UTC)
                            .plus(1, unit)
                            .toInstant());
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is counted. */
    enum Unit {
        USD,
        TOKENS,
        CALLS;

        private static final int MICRO = 6;

        long in(Amount amount) {
            return switch (this) {
                case USD -> amount.microDollars();
                case TOKENS -> amount.tokens();
                case CALLS -> amount.calls();
            };
        }

        /** As people write it. */
        BigDecimal shown(long amount) {
            return this == USD ? BigDecimal.valueOf(amount, MICRO) : BigDecimal.valueOf(amount);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The account of {@code payer}; empty when this budget is not for it. */
    Optional<String> account(Payer payer) {
        String one = scope.of(payer);
        return one == null || (name != null && !name.equals(scope.named(payer)))
                ? Optional.empty()
                : Optional.of(account(one));
    }

    /** Where it is set. */
    String file() {
        return scope == Scope.TURN ? "config/agents/" + name + ".yaml" : "budgets.yaml";
    }

    /** The account that ends with the task; empty when this is no budget of a task. */
    Optional<String> accountOfTask(String task) {
        return switch (scope) {
            case TASK -> Optional.of(account(task));
            case TURN -> Optional.of(account(Scope.turn(Objects.requireNonNull(name), task)));
            default -> Optional.empty();
        };
    }

    /** Whether {@code account}, whose name begins with {@link #kind}, is one of its accounts. */
    boolean isFor(String account) {
        return name == null
                || (scope == Scope.TURN ? account.startsWith(account(name) + "/") : account.equals(account(name)));
    }

    /** The account of the one called {@code one}. */
    String account(String one) {
        return kind() + ":" + one;
    }

    /** What the names of all its accounts begin with, without the colon. */
    String kind() {
        return scope.word() + "/" + per.word() + "/" + unit.word();
    }

    /** For people: {@code 500 usd per month}. */
    String words() {
        String amount = unit.shown(limit).stripTrailingZeros().toPlainString() + " " + unit.word();
        return per == Per.TOTAL ? amount + " in total" : amount + " per " + per.word();
    }
}
