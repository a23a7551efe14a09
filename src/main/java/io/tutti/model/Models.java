package io.tutti.model;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.provider.Connection;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Providers;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The models and pools of this hub. Safe for use by many threads. */
public final class Models {

    private final Map<String, Endpoint> endpoints;
    private final Map<String, Pool> pools;
    private final Map<String, Pool> alone;
    private final Clock clock;

    Models(Map<String, Endpoint> endpoints, Map<String, Pool> pools, Clock clock) {
        this.clock = clock;
        this.endpoints = Collections.unmodifiableMap(endpoints);
        this.pools = Map.copyOf(pools);
        this.alone = endpoints.values().stream()
                .collect(toUnmodifiableMap(each -> each.entry().name(), Pool::alone));
    }

    /**
     * Connects what {@code content} describes; makes no request.
     *
     * @param stopped why the model of a name must not be asked now; empty when it may
     */
    static Models connect(
            ModelsFile content,
            Providers providers,
            ModelSettings.Breaker breaker,
            Function<String, Optional<String>> stopped,
            Clock clock) {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        content.models().forEach((name, entry) -> {
            Connection connection = providers.connect(entry);
            endpoints.put(name, new Endpoint(entry, connection, breaker, stopped, clock));
        });
        Map<String, Pool> pools = new LinkedHashMap<>();
        content.pools().forEach((name, entry) -> {
            pools.put(name, new Pool(entry, endpoints));
        });
        return new Models(endpoints, pools, clock);
    }

    /** All models, in the order of {@code models.yaml}, with their state now. */
    public List<ModelInfo> list() {
        return endpoints.values().stream().map(this::info).toList();
    }

    /** The names of all pools, in alphabetical order. */
    public List<String> pools() {
        return List.copyOf(new TreeSet<>(pools.keySet()));
    }

    /**
     * Makes sure that there is a pool of this name.
     *
     * @throws Refused when there is none
     */
    public void requirePool(String name) {
        if (!isPool(name)) {
            throw unknown();
        }
    }

    /**
     * Whether there is a pool or a model of this name, for callers that name a model and not a pool.
     */
    public boolean has(String name) {
        return pools.containsKey(name) || alone.containsKey(name);
    }

    /** Whether {@code name} is a pool; of a pool and a model with one name it is the pool. */
    public boolean isPool(String name) {
        return pools.containsKey(name);
    }

    /** A model alone is a pool of one, without checks. */
    Collection<Endpoint> endpoints() {
        return endpoints.values();
    }

    Endpoint endpoint(String name) {
        return Objects.requireNonNull(endpoints.get(name));
    }

    Pool pool(String name) {
        Pool pool = pools.getOrDefault(name, alone.get(name));
        if (pool == null) {
            throw unknown();
        }
        return pool;
    }

    private Refused unknown() {
        return new Refused(
                Reason.NOT_FOUND,
                "A pool of models was asked for that does not exist; models.yaml has " + String.join(", ", pools())
                        + ".");
    }

    private ModelInfo info(Endpoint endpoint) {
        ModelEntry entry = endpoint.entry();
        return new ModelInfo(
                entry.name(),
                entry.provider(),
                entry.model(),
                entry.abilities(),
                entry.price().at(clock.instant()),
                word(endpoint.state()));
    }

    private static String word(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> "left-alone";
            case HALF_OPEN -> "probing";
            default -> "ready";
        };
    }
}
