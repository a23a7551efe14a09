package io.tutti.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tutti.provider.ModelEntry;
import java.time.Duration;
import java.util.Map;

/**
 * The figures of the gateway. Those that OpenTelemetry's conventions for generative AI have are named as there (semantic
 * conventions 1.37, {@code gen_ai.client.*}), the others {@code tutti.model.*}. Safe for use by many threads.
 */
final class ModelMeters {

    private static final double MICRO = 1e-6;

    private final MeterRegistry registry;
    private final Models models;

    ModelMeters(MeterRegistry registry, Models models) {
        this.registry = registry;
        this.models = models;
        models.endpoints().forEach(this::watch);
    }

    private void watch(Endpoint endpoint) {
        Tags tags = tags(endpoint.entry());
        Gauge.builder("tutti.model.waiting", endpoint, Endpoint::waiting)
                .description("Calls that wait for their turn.")
                .tags(tags)
                .register(registry);
        Gauge.builder("tutti.model.left.alone", endpoint, ModelMeters::leftAlone)
                .description("1 while the circuit breaker is open, 0.5 while it probes.")
                .tags(tags)
                .register(registry);
    }

    private static double leftAlone(Endpoint endpoint) {
        return switch (endpoint.state()) {
            case OPEN, FORCED_OPEN -> 1;
            case HALF_OPEN -> 0.5;
            default -> 0;
        };
    }

    /** Counts what one way through the gateway did. */
    void ended(ModelCall call, boolean isAnswered) {
        call.account().tries().forEach(this::tried);
        String result = call.isKept() ? "cached" : isAnswered ? "answered" : "failed";
        Counter.builder("tutti.model.answers")
                .description("What came of requests: answered, cached or failed.")
                .tags("pool", call.pool().name(), "result", result)
                .register(registry)
                .increment();
        if (isAnswered && !call.isKept() && call.isFallback()) {
            Counter.builder("tutti.model.fallbacks")
                    .description("Answers that came from another model than the first.")
                    .tags("pool", call.pool().name())
                    .register(registry)
                    .increment();
        }
        if (call.isKept()) {
            Counter.builder("tutti.model.cache.saved")
                    .description("What answers that were given again would have cost.")
                    .baseUnit("usd")
                    .tags("pool", call.pool().name())
                    .register(registry)
                    .increment(call.savedMicroDollars() * MICRO);
        }
    }

    private void tried(Try made) {
        if (!made.called()) {
            return;
        }
        Tags tags = tags(models.endpoint(made.model()).entry());
        String error = made.outcome().equals(Try.ANSWERED) ? "none" : made.outcome();
        Timer.builder("gen_ai.client.operation.duration")
                .description("One call of a model.")
                .tags(tags.and("error.type", error))
                .register(registry)
                .record(Duration.ofMillis(made.millis()));
        if (made.firstMillis() != null) {
            Timer.builder("gen_ai.client.operation.time_to_first_chunk")
                    .description("From the call of a model to the first part of its answer.")
                    .tags(tags)
                    .register(registry)
                    .record(Duration.ofMillis(made.firstMillis()));
        }
        Map.of("input", made.tokens().input(), "output", made.tokens().output())
                .forEach((type, tokens) -> DistributionSummary.builder("gen_ai.client.token.usage")
                        .description("Tokens of one call.")
                        .tags(tags.and("gen_ai.token.type", type))
                        .register(registry)
                        .record(tokens));
        Counter.builder("tutti.model.cost")
                .description("What calls cost.")
                .baseUnit("usd")
                .tags(tags)
                .register(registry)
                .increment(made.microDollars() * MICRO);
    }

    private static Tags tags(ModelEntry entry) {
        return Tags.of(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", entry.provider(),
                "gen_ai.request.model", entry.model(),
                "model", entry.name());
    }
}
