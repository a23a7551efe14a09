package io.tutti.model;

import static io.tutti.model.ScriptedStream.END;
import static io.tutti.model.ScriptedStream.finish;
import static io.tutti.model.ScriptedStream.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.budget.BudgetState;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F5: everything that can go wrong at an endpoint, for answers as a whole and for streams. Whatever it is: the answer
 * comes in time and from the next model, or what was visible stays alone; there are no more tries than the pool allows,
 * no other host sees a request, nothing stays reserved and the memory does not grow.
 */
class ModelFaultsIT {

    private static final Duration TIME_OUT = Duration.ofMillis(700);
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int RETRIES = 1;
    private static final long MOST_HEAP = 64L << 20;
    private static final String GOOD = "All is well.";

    private static final FaultyEndpoint FAULTY = new FaultyEndpoint();
    private static final FaultyEndpoint TRAP = new FaultyEndpoint();
    private static final Map<String, FaultyEndpoint.Fault> FAULTS = ModelFaults.all(FAULTY, TRAP.url());

    private final ScriptedEndpoint whole = new ScriptedEndpoint();
    private final ScriptedStream streamed = new ScriptedStream();
    private CallModel route = start(whole.url());

    static Stream<Arguments> faults() {
        return FAULTS.keySet().stream().flatMap(name -> Stream.of(Arguments.of(name, false), Arguments.of(name, true)));
    }

    @BeforeEach
    void begin() {
        whole.says(ScriptedEndpoint.answer(GOOD));
        streamed.says(part(GOOD), finish("stop"), END);
    }

    @AfterEach
    void end() {
        route.close();
        whole.close();
        streamed.close();
    }

    @AfterAll
    static void close() {
        FAULTY.close();
        TRAP.close();
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("faults")
    void getsPast(String name, boolean isStream) {
        if (isStream) {
            route.close();
            route = start(streamed.url());
        }
        FAULTY.has(FAULTS.get(name));
        List<String> parts = new ArrayList<>();
        long heap = heap();
        long began = System.nanoTime();

        Exchange asked = isStream ? route.askStreamed("How is it?", parts::add) : route.ask("How is it?");

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(DEADLINE.plusSeconds(1));
        String seen = String.join("", parts);
        if (seen.startsWith("The parcel") || seen.startsWith("more")) {
            assertThat(asked.getException()).as("after visible text").hasMessageContaining("broke off");
            assertThat(seen).doesNotContain(GOOD);
        } else {
            assertThat(asked.getException()).isNull();
            assertThat(asked.getMessage().getBody()).isEqualTo(GOOD);
            assertThat(seen).isEqualTo(isStream ? GOOD : "");
        }
        assertThat(FAULTY.requests()).hasSizeBetween(1, 1 + RETRIES);
        assertThat(TRAP.requests()).isEmpty();
        assertThat(heap() - heap).isLessThan(MOST_HEAP);
        route.lookAfterBudgets();
        assertThat(route.budgets().list(null)).hasSize(2).allSatisfy(ModelFaultsIT::isSettled);
    }

    private static void isSettled(BudgetState budget) {
        assertThat(budget.reserved()).as(budget.unit()).isEqualByComparingTo("0");
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static CallModel start(String good) {
        String yaml = """
                models:
                  faulty: {provider: openai-compatible, model: m, base-url: "%s", api-key: sk-secret, timeout: %dms,
                           price: {input: 1, output: 2}}
                  good: {provider: openai-compatible, model: m, base-url: "%s", price: {input: 1, output: 2}}
                pools:
                  default: {try: [faulty, good], retries: %d, hold-back: 5}
                """.formatted(FAULTY.url(), TIME_OUT.toMillis(), good, RETRIES);
        return new CallModel(
                Clock.systemUTC(),
                yaml,
                Map.of("tutti.model.deadline", DEADLINE.toMillis() + "ms", "tutti.model.max-response", "1MB"),
                "budgets: [{scope: hub, per: month, usd: 10, calls: 100}]");
    }
}
