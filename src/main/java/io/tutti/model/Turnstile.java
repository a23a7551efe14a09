package io.tutti.model;

import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers through to a model, so many at once and so many a minute. Of those who wait the most urgent is next,
 * among equals the tenant whose turn was longest ago, and within a tenant who came first. Safe for use by many threads.
 */
final class Turnstile {

    private static final int MOST_TENANTS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter> waiting = new ArrayList<>();
    private final Map<String, Long> lastTurn = new HashMap<>();
    private final int places;
    private final @Nullable Bucket requests;
    private final @Nullable Bucket tokens;
    private final Clock clock;
    private int inside;
    private long turns;

    Turnstile(ModelEntry.Limits limits, Clock clock) {
        this.places = limits.maxConcurrent();
        this.requests = limits.requestsPerMinute() == 0 ? null : new Bucket(limits.requestsPerMinute(), clock);
        this.tokens = limits.tokensPerMinute() == 0 ? null : new Bucket(limits.tokensPerMinute(), clock);
        this.clock = clock;
    }

    /**
     * Who wants to pass.
     *
     * @param tenant on whose account
     * @param priority 0 to 9, the highest first, as in JMS
     * @param tokens about as many tokens has the prompt
     */
    record Visitor(String tenant, int priority, long tokens) {

        /** The priority of those who say nothing. */
        static final int USUAL = 4;
    }

    private record Waiter(Visitor visitor, Condition turn) {}

    /**
     * Waits until it is the visitor's turn. Whoever comes in has to {@link #leave}.
     *
     * @throws EndpointFailure when that takes longer than {@code limit}
     */
    void enter(Visitor visitor, Duration limit) throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        lock.lockInterruptibly();
        Waiter self = new Waiter(visitor, lock.newCondition());
        waiting.add(self);
        try {
            while (!isTurnOf(self) || delay(visitor).isPositive()) {
                Duration left = Duration.between(clock.instant(), end);
                if (!left.isPositive()) {
                    throw new EndpointFailure(
                            Fault.BUSY,
                            "no turn within " + limit.toMillis() + " ms: " + inside + " of " + places
                                    + " calls at once are taken, " + waiting.size() + " wait");
                }
                Duration delay = isTurnOf(self) ? delay(visitor) : left;
                Duration wait = delay.compareTo(left) < 0 ? delay : left;
                self.turn.awaitNanos(wait.toNanos());
            }
            pass(visitor);
        } finally {
            waiting.remove(self);
            wakeNext();
            lock.unlock();
        }
    }

    /** Gives the place back. */
    void leave() {
        lock.lock();
        try {
            inside--;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isTurnOf(Waiter waiter) {
        return inside < places && next() == waiter;
    }

    private Duration delay(Visitor visitor) {
        Duration first = requests == null ? Duration.ZERO : requests.delay(1);
        Duration second = tokens == null ? Duration.ZERO : tokens.delay(visitor.tokens);
        return first.compareTo(second) > 0 ? first : second;
    }

    private void pass(Visitor visitor) {
        inside++;
        if (lastTurn.size() >= MOST_TENANTS) {
            lastTurn.clear();
        }
        lastTurn.put(visitor.tenant, ++turns);
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take(visitor.tokens);
        }
    }

    private @Nullable Waiter next() {
        return waiting.stream()
                .min(Comparator.<Waiter>comparingInt(waiter -> -waiter.visitor.priority)
                        .thenComparingLong(waiter -> lastTurn.getOrDefault(waiter.visitor.tenant, 0L)))
                .orElse(null);
    }

    private void wakeNext() {
        Waiter next = next();
        if (next != null && inside < places) {
            next.turn.signal();
        }
    }
}
