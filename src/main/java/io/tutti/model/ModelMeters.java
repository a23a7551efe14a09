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
import java.util.concurrent.ConcurrentHashMap;

/**
 * The figures of the gateway. Those that OpenTelemetry's conventions for generative AI have are named as there (semantic
 * conventions 1.37, {@code gen_ai.client.*}), the others {@code tutti.model.*}. Safe for use by many threads.
 */
final class ModelMeters {

    private static final double MICRO = 1e-6;

    private final MeterRegistry registry;
    private final Models models;
    private final Map<String, OfModel> ofModels = new ConcurrentHashMap<>();
    private final Map<String, Counter> answers = new ConcurrentHashMap<>();

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
        answers.computeIfAbsent(
                        call.pool().name() + " " + result,
                        name -> Counter.builder("tutti.model.answers")
                                .description("What came of requests: answered, cached or failed.")
                                .tags("pool", call.pool().name(), "result", result)
                                .register(registry))
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
        if (made.called()) {
            ofModels.computeIfAbsent(made.model(), this::ofModel).count(made);
        }
    }

    private OfModel ofModel(String name) {
        return new OfModel(tags(models.endpoint(name).entry()), registry);
    }

    /** The figures of one model, looked up once: to find one in the registry costs as much as to count with it. */
    private static final class OfModel {

        private final Tags tags;
        private final MeterRegistry registry;
        private final Map<String, Timer> durations = new ConcurrentHashMap<>();
        private final Timer firstChunk;
        private final DistributionSummary input;
        private final DistributionSummary output;
        private final Counter cost;

        OfModel(Tags tags, MeterRegistry registry) {
            this.tags = tags;
            this.registry = registry;
            this.firstChunk = Timer.builder("gen_ai.client.operation.time_to_first_chunk")
                    .description("From the call of a model to the first part of its answer.")
                    .tags(tags)
                    .register(registry);
            this.input = tokens("input");
            this.output = tokens("output");
            this.cost = Counter.builder("tutti.model.cost")
                    .description("What calls cost.")
                    .baseUnit("usd")
                    .tags(tags)
                    .register(registry);
        }

        void count(Try made) {
            String error = made.outcome().equals(Try.ANSWERED) ? "none" : made.outcome();
            durations.computeIfAbsent(error, this::duration).record(Duration.ofMillis(made.millis()));
            if (made.firstMillis() != null) {
                firstChunk.record(Duration.ofMillis(made.firstMillis()));
            }
            input.record(made.tokens().input());
            output.record(made.tokens().output());
            cost.increment(made.microDollars() * MICRO);
        }

        private Timer duration(String error) {
            return Timer.builder("gen_ai.client.operation.duration")
                    .description("One call of a model.")
                    .tags(tags.and("error.type", error))
                    .register(registry);
        }

        private DistributionSummary tokens(String type) {
            return DistributionSummary.builder("gen_ai.client.token.usage")
                    .description("Tokens of one call.")
                    .tags(tags.and("gen_ai.token.type", type))
                    .register(registry);
        }
    }

    private static Tags tags(ModelEntry entry) {
        return Tags.of(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", entry.provider(),
                "gen_ai.request.model", entry.model(),
                "model", entry.name());
    }
}
