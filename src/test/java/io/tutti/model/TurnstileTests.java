package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.provider.EndpointFailure;
import io.tutti.provider.Fault;
import io.tutti.provider.ModelEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TurnstileTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void letsSoManyInAtOnceAndTheNextWhenOneLeaves() throws Exception {
        Turnstile turnstile = turnstile(2, 0, 0);
        turnstile.enter(visitor("a", 4), LONG);
        turnstile.enter(visitor("a", 4), LONG);

        assertThatThrownBy(() -> turnstile.enter(visitor("a", 4), Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        EndpointFailure.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.BUSY))
                .hasMessageContaining("2 of 2 calls at once are taken");
        turnstile.leave();
        turnstile.enter(visitor("a", 4), Duration.ofMillis(50));
        assertThat(turnstile.waiting()).isZero();
    }

    @Test
    void takesTenantsInTurnHoweverManyOneSends() throws Exception {
        assertThat(inOrder("a1:4", "a2:4", "a3:4", "b1:4", "b2:4")).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void takesTheMostUrgentFirst() throws Exception {
        assertThat(inOrder("a1:4", "b1:0", "c1:9", "a2:9")).containsExactly("c1", "a2", "a1", "b1");
    }

    @Test
    void letsSoManyAMinuteIn() throws Exception {
        TestClock clock = new TestClock();
        Bucket bucket = new Bucket(60, clock);
        assertThat(bucket.delay(1)).isZero();
        for (int i = 0; i < 10; i++) {
            bucket.take(1);
        }
        assertThat(bucket.delay(1)).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
        clock.forward(Duration.ofMillis(1001));
        assertThat(bucket.delay(1)).isZero();
        clock.forward(Duration.ofHours(1));
        bucket.take(10);
        assertThat(bucket.delay(1)).isPositive();
    }

    @Test
    void waitsForAFullBucketWithWhatIsLargerThanIt() {
        TestClock clock = new TestClock();
        Bucket bucket = new Bucket(600, clock);
        assertThat(bucket.delay(5000)).isZero();
        bucket.take(5000);
        assertThat(bucket.delay(1)).isBetween(Duration.ofMillis(490_099), Duration.ofMillis(490_101));
    }

    @Test
    void makesCallersWaitForTheRate() throws Exception {
        Turnstile slow = turnstile(100, 6, 0);
        slow.enter(visitor("a", 4), LONG);
        assertThatThrownBy(() -> slow.enter(visitor("a", 4), Duration.ofMillis(10)))
                .isInstanceOf(EndpointFailure.class);

        Turnstile fast = turnstile(1000, 600, 0);
        for (int i = 0; i < 103; i++) {
            fast.enter(visitor("a", 4), LONG);
        }
        assertThat(fast.waiting()).isZero();
    }

    @Test
    void countsTheTokensOfPrompts() throws Exception {
        Turnstile turnstile = turnstile(100, 0, 600);
        turnstile.enter(visitor("a", 4), LONG);
        assertThatThrownBy(() -> turnstile.enter(visitor("a", 4), Duration.ofMillis(10)))
                .isInstanceOf(EndpointFailure.class);
    }

    /** All wait while the one place is taken; the order in which they get it. */
    private List<String> inOrder(String... visitors) throws Exception {
        Turnstile turnstile = turnstile(1, 0, 0);
        turnstile.enter(visitor("first", 4), LONG);
        CountDownLatch done = new CountDownLatch(visitors.length);
        for (String each : visitors) {
            String name = each.substring(0, each.indexOf(':'));
            Turnstile.Visitor visitor =
                    visitor(name.substring(0, 1), Integer.parseInt(each.substring(each.indexOf(':') + 1)));
            int before = turnstile.waiting();
            Thread.ofVirtual().start(() -> {
                try {
                    turnstile.enter(visitor, LONG);
                    order.add(name);
                    turnstile.leave();
                    done.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Awaitility.await().until(() -> turnstile.waiting() == before + 1);
        }
        turnstile.leave();
        assertThat(done.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return order;
    }

    private static Turnstile turnstile(int places, int requests, int tokens) {
        return new Turnstile(
                new ModelEntry.Limits(0, 0, Duration.ofSeconds(30), places, requests, tokens), Clock.systemUTC());
    }

    private static Turnstile.Visitor visitor(String tenant, int priority) {
        return new Turnstile.Visitor(tenant, priority, 100);
    }
}
