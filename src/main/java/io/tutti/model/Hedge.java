package io.tutti.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a second model beside one that takes long: the first answer counts, and the other call is given up.
 *
 * <p>Source of the idea: Dean and Barroso, "The Tail at Scale", 2013.
 */
final class Hedge {

    private Hedge() {}

    /**
     * How a lap ended: with an answer, with a failure, or given up because the other was first.
     *
     * @param response null without an answer
     * @param failure null unless it failed
     */
    record Ended(
            Lap lap,
            @Nullable ChatResponse response,
            @Nullable RuntimeException failure) {}

    /**
     * Runs {@code first}, and when it has not ended {@code after} that long what {@code second} gives, if anything.
     *
     * @return how each ended; the last one decides
     */
    static List<Ended> run(Lap first, Duration after, Supplier<Optional<Lap>> second) throws InterruptedException {
        BlockingQueue<Ended> ends = new LinkedBlockingQueue<>();
        List<Thread> running = new ArrayList<>(List.of(start(first, ends)));
        try {
            Ended early = ends.poll(after.toNanos(), TimeUnit.NANOSECONDS);
            if (early != null) {
                return List.of(early);
            }
            Optional<Lap> beside = second.get();
            beside.ifPresent(lap -> running.add(start(lap, ends)));
            Ended end = ends.take();
            if (beside.isEmpty()) {
                return List.of(end);
            }
            if (end.response == null) {
                return List.of(end, ends.take());
            }
            Lap other = end.lap.equals(first) ? beside.get() : first;
            return List.of(new Ended(other, null, null), end);
        } finally {
            running.forEach(Thread::interrupt);
        }
    }

    private static Thread start(Lap lap, BlockingQueue<Ended> ends) {
        return Thread.ofVirtual().name("hedge-" + lap.model().name()).start(() -> {
            try {
                ends.add(new Ended(lap, lap.run(null), null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ends.add(new Ended(lap, null, new EndpointFailure(Fault.TIME_OUT, "given up")));
            } catch (RuntimeException e) {
                ends.add(new Ended(lap, null, e));
            } catch (Error e) {
                // Whoever waits has to hear of it: nothing else ends its wait.
                ends.add(new Ended(lap, null, new IllegalStateException("A call of a model broke off", e)));
            }
        });
    }
}
