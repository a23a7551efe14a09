package io.tutti.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.provider.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** In which order a pool's models are asked for one request. Safe for use by many threads. */
final class Choice {

    /** What an answer has of tokens when nobody set a limit; only the order of the prices rests on it. */
    private static final int USUAL_ANSWER = 300;

    private static final int SHARES = 10_000;
    private static final int REMEMBERED = 100_000;
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

    private final Models models;
    private final Learned learned;
    private final RandomGenerator random;
    private final Clock clock;
    private final Cache<String, String> answeredBy = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(REMEMBERED_FOR)
            .executor(Runnable::run)
            .build();

    Choice(Models models, Learned learned, RandomGenerator random, Clock clock) {
        this.models = models;
        this.learned = learned;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The models to ask, one after the other; at least one.
     *
     * @param conversation that the request belongs to; null for none
     * @param dataClass that the request says of itself; null when it says nothing
     * @throws Refused when no model of the pool can be asked
     */
    List<Endpoint> order(
            Pool pool, ModelRequest request, String tenant, @Nullable String conversation, @Nullable String dataClass) {
        PoolEntry entry = pool.entry();
        Need need = Need.of(request, entry.dataClass(dataClass).orElse(null), tenant);
        List<Endpoint> ways = new ArrayList<>(usable(pool, pool.ways(request), need));
        sort(ways, entry, request);
        if (entry.traffic().isSticky() && conversation != null) {
            first(ways, answeredBy.getIfPresent(key(pool, conversation)));
        }
        PoolShare canary = entry.traffic().canary();
        if (canary != null && isIn(canary, conversation)) {
            Endpoint model = models.endpoint(canary.model());
            if (need.missingIn(model.entry()).isEmpty()) {
                ways.remove(model);
                ways.addFirst(model);
            }
        }
        return ways;
    }

    /** The model that is asked too, without anybody getting its answer; null for none. */
    @Nullable
    Endpoint shadow(Pool pool) {
        PoolShare shadow = pool.entry().traffic().shadow();
        return shadow == null || !isIn(shadow, null) ? null : models.endpoint(shadow.model());
    }

    /** Keeps a conversation with the model that answered. */
    void answered(Pool pool, @Nullable String conversation, String model) {
        if (pool.entry().traffic().isSticky() && conversation != null) {
            answeredBy.put(key(pool, conversation), model);
        }
    }

    private static String key(Pool pool, String conversation) {
        return pool.name() + " " + conversation;
    }

    private static List<Endpoint> usable(Pool pool, List<Endpoint> ways, Need need) {
        List<Endpoint> usable = ways.stream()
                .filter(way -> need.missingIn(way.entry()).isEmpty())
                .toList();
        if (usable.isEmpty()) {
            List<String> why = ways.stream()
                    .map(Endpoint::entry)
                    .map(model -> model.name() + " " + String.join(" and ", need.missingIn(model)))
                    .toList();
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Pool " + pool.name() + " was asked for an answer that none of its models can give: "
                            + String.join("; ", why)
                            + ". Add a model to the pool, or say more of its models in models.yaml.");
        }
        return usable;
    }

    /** The order of the file breaks ties. */
    private void sort(List<Endpoint> ways, PoolEntry pool, ModelRequest request) {
        switch (pool.prefer()) {
            case CHEAPEST, CASCADE -> ways.sort(Comparator.comparingLong(way -> price(way, request, clock.instant())));
            case FASTEST -> ways.sort(Comparator.comparingDouble(Endpoint::millis));
            case LEARNED -> {
                ways.sort(Comparator.comparingLong(way -> price(way, request, clock.instant())));
                learned.sort(ways, Objects.requireNonNull(pool.learning()), request.question());
            }
            case ORDER -> {}
        }
    }

    private static long price(Endpoint way, ModelRequest request, Instant now) {
        int output = Objects.requireNonNullElse(request.chat().maxOutputTokens(), USUAL_ANSWER);
        return way.entry()
                .price()
                .at(now)
                .microDollars(new Tokens(Tokens.estimate(request.characters()), 0, output, 0, true));
    }

    private static void first(List<Endpoint> ways, @Nullable String model) {
        ways.stream()
                .filter(way -> way.entry().name().equals(model))
                .findFirst()
                .ifPresent(way -> {
                    ways.remove(way);
                    ways.addFirst(way);
                });
    }

    /** All requests of a conversation are in or out; others at random. */
    private boolean isIn(PoolShare share, @Nullable String conversation) {
        int number = conversation == null
                ? random.nextInt(SHARES)
                : new SplittableRandom((share.model() + " " + conversation).hashCode()).nextInt(SHARES);
        return number < share.share() * SHARES;
    }
}
