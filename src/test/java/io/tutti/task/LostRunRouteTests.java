package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a task whose hub dies while it runs: here a hub that is left standing in the middle of a step. */
class LostRunRouteTests {

    private static final String FLOW = """
            - route:
                id: work
                group: flow
                from:
                  uri: direct:work
                  steps:
                    - step:
                        id: first
                        steps:
                          - setBody: {constant: "first done"}
                    - step:
                        id: second
                        steps:
                          - process: {ref: second}
            """;

    @TempDir
    private Path data;

    private TaskHarness hub;
    private final CountDownLatch unhang = new CountDownLatch(1);
    private final Semaphore reached = new Semaphore(0);
    private final AtomicInteger secondRuns = new AtomicInteger();

    @BeforeEach
    void start() {
        hub = TaskHarness.on(database(), data);
    }

    /** An empty database of the kind that these tests run on. */
    DataSource database() {
        return TaskHarness.h2();
    }

    @AfterEach
    void stop() throws Exception {
        unhang.countDown();
        hub.close();
    }

    @Test
    void parksATaskThatLostItsHubThreeTimesAtTheSamePlace() throws Exception {
        String id = hang(hub).accept("work", "go", null).task().id();
        awaitHanging();
        try (TaskHarness second = hang(hub.restart(data));
                TaskHarness third = hang(hub.restart(data));
                TaskHarness fourth = hang(hub.restart(data))) {
            second.begin();
            awaitHanging();
            third.begin();
            awaitHanging();
            fourth.begin();
            Task parked = fourth.await(id);
            assertThat(parked.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(parked.error().kind()).isEqualTo("crashed");
            assertThat(parked.error().message()).contains(id, "three times in a row", "after the entry 'first'");
            assertThat(secondRuns).hasValue(3);
            unhang.countDown();
        }
    }

    @Test
    void countsLossesAnewAfterAFurtherStep() throws Exception {
        String id = hang(hub).accept("work", "go", null).task().id();
        awaitHanging();
        hub.jdbc.sql("UPDATE task SET crashes = 1").update();
        try (TaskHarness second = hub.restart(data)) {
            second.bind("second", (Processor) exchange -> {});
            second.flow(FLOW).begin();
            assertThat(second.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(crashes()).isZero();
        }
    }

    @Test
    void givesBackWhatAStoppingHubCannotFinishWithoutCountingALoss() throws Exception {
        String id = hang(hub).accept("work", "go", null).task().id();
        awaitHanging();
        TaskHarness stopping = hub;
        hub = hub.restart(data);
        hub.bind("second", (Processor) exchange -> {});
        stopping.close();
        assertThat(crashes()).isZero();
        hub.flow(FLOW).begin();
        assertThat(hub.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void givesATaskBackAtTheEndOfItsStepWhenItStops() throws Exception {
        hub.bind("first", exchange -> {
            reached.release();
            unhang.await();
        });
        hub.bind("second", exchange -> secondRuns.incrementAndGet());
        String id = hub.flow(TaskHarness.TWO_STEPS)
                .accept("work", "go", null)
                .task()
                .id();
        awaitHanging();
        hub.drain.stop();
        unhang.countDown();
        hub.close();
        assertThat(secondRuns).hasValue(0);
        hub = hub.restart(data);
        hub.bind("first", exchange -> {
            throw new AssertionError("it was finished");
        });
        hub.bind("second", exchange -> secondRuns.incrementAndGet());
        hub.flow(TaskHarness.TWO_STEPS).begin();
        assertThat(hub.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(secondRuns).hasValue(1);
        assertThat(crashes()).isZero();
    }

    @Test
    void takesUpNothingWhileItIsDrained() throws Exception {
        hub.bind("second", exchange -> secondRuns.incrementAndGet());
        hub.flow(FLOW).drain.begin();
        String id = hub.say("c", "wait").task().id();
        hub.begin();
        assertThat(hub.tasks.await(id, Duration.ofMillis(1500)).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(hub.tasks.held()).isZero();
        hub.drain.end();
        assertThat(hub.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(secondRuns).hasValue(1);
    }

    @Test
    void takesATaskUpAgainWhoseStepCouldNotBeWritten() throws Exception {
        hub.bind("second", (Processor) exchange -> {
            secondRuns.incrementAndGet();
            hub.database.leave();
        });
        String id = hub.flow(FLOW).accept("work", "go", null).task().id();
        hub.database.awaitRefusal();
        hub.close();
        hub = hub.restart(data);
        hub.bind("second", (Processor) exchange -> secondRuns.incrementAndGet());
        hub.flow(FLOW).begin();
        assertThat(hub.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(secondRuns).hasValue(2);
    }

    private TaskHarness hang(TaskHarness hub) throws Exception {
        hub.bind("second", (Processor) exchange -> {
            secondRuns.incrementAndGet();
            reached.release();
            unhang.await();
        });
        return hub.flow(FLOW);
    }

    private void awaitHanging() throws InterruptedException {
        assertThat(reached.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    private int crashes() {
        return hub.jdbc.sql("SELECT crashes FROM task").query(Integer.class).single();
    }
}
