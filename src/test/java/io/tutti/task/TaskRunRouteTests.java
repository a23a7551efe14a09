package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who runs a task: one run at a time, which stops when the task is taken away and goes on when it comes back. */
class TaskRunRouteTests {

    @TempDir
    Path data;

    private TaskHarness hub;
    private final AtomicInteger firstRuns = new AtomicInteger();

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
        hub.close();
    }

    @Test
    void takesTheSameKeyOfTheSameTenantForTheSameTask() throws Exception {
        hub.bind("first", exchange -> firstRuns.incrementAndGet());
        hub.bind("second", exchange -> {});
        hub.flow(TaskHarness.TWO_STEPS);
        Accepted once = hub.accept("work", "go", "order-7");
        Accepted twice = hub.accept("work", "go", "order-7");
        hub.await(once.task().id());
        assertThat(once.fresh()).isTrue();
        assertThat(twice.fresh()).isFalse();
        assertThat(twice.task().id()).isEqualTo(once.task().id());
        assertThat(firstRuns).hasValue(1);
    }

    @Test
    void goesOnAfterACrashFromTheLastFinishedStep() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        hub.bind("first", exchange -> firstRuns.incrementAndGet());
        hub.bind("second", exchange -> {
            reached.countDown();
            never.await();
        });
        String id = hub.flow(TaskHarness.TWO_STEPS)
                .accept("work", "go", null)
                .task()
                .id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        try (TaskHarness restarted = hub.restart(data)) {
            restarted.bind("first", exchange -> firstRuns.incrementAndGet());
            restarted.bind("second", exchange -> exchange.getMessage().setBody("after the crash"));
            restarted.flow(TaskHarness.TWO_STEPS).begin();
            Task done = restarted.await(id);
            assertThat(done.output().asText()).isEqualTo("after the crash");
            assertThat(firstRuns).hasValue(1);
            never.countDown();
        }
    }

    @Test
    void stopsARunWhoseTaskWasTakenByAnotherHub() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean stale = new AtomicBoolean();
        hub.bind("first", exchange -> {
            reached.countDown();
            goOn.await();
        });
        hub.bind("second", exchange -> stale.set(true));
        String id = hub.flow(TaskHarness.TWO_STEPS)
                .accept("work", "go", null)
                .task()
                .id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.jdbc.sql("UPDATE task SET epoch = epoch + 1").update();
        goOn.countDown();
        hub.close();
        assertThat(stale).isFalse();
        assertThat(hub.tasks.journal(id)).isEmpty();
        assertThat(hub.tasks.require(id, null).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void renewsTheLeaseOfARunButNotOfATaskWhoseRunDied() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        hub.bind("first", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("held")) {
                reached.countDown();
                goOn.await();
            }
        });
        hub.bind("second", exchange -> {});
        String dead = hub.flow(TaskHarness.TWO_STEPS).submit("work", "dead").id();
        String held = hub.accept("work", "held", null).task().id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.jdbc
                .sql("UPDATE task SET status = 'RUNNING', beat = 0,"
                        + " owner = (SELECT t.owner FROM task t WHERE t.id = :held)")
                .param("held", held)
                .update();
        hub.renewLeases();
        assertThat(hub.jdbc
                        .sql("SELECT id FROM task WHERE beat = 0")
                        .query(String.class)
                        .list())
                .containsExactly(dead);
        goOn.countDown();
        hub.await(held);
    }

    @Test
    void stopsARunThatWasCancelled() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        hub.bind("first", exchange -> {
            reached.countDown();
            goOn.await();
        });
        hub.bind("second", exchange -> firstRuns.incrementAndGet());
        String id = hub.flow(TaskHarness.TWO_STEPS)
                .accept("work", "go", null)
                .task()
                .id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.tasks.cancel(id, "crm");
        goOn.countDown();
        hub.close();
        assertThat(firstRuns).hasValue(0);
        assertThat(hub.tasks.require(id, null).status()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void holdsNothingBehindAWaitingBranchAndGoesOnWhenWoken() throws Exception {
        AtomicBoolean decided = new AtomicBoolean();
        AtomicInteger behind = new AtomicInteger();
        hub.bind("ask", exchange -> {
            TaskRun run = TaskRun.of(exchange).orElseThrow();
            Call call = run.call(exchange, EntryKind.HANDOFF);
            if (call.recorded().isEmpty() && !decided.get()) {
                throw run.suspend(call);
            }
            if (call.recorded().isEmpty()) {
                call.record(new Outcome(NullNode.instance, TextNode.valueOf("yes"), null, Usage.NONE, List.of()));
            }
        });
        hub.bind("other", exchange -> firstRuns.incrementAndGet());
        hub.bind("behind", exchange -> behind.incrementAndGet());
        hub.flow(TaskHarness.HEAD + """
                        - step:
                            id: outer
                            steps:
                              - split:
                                  expression: {constant: {expression: "a,b"}}
                                  steps:
                                    - step:
                                        id: other
                                        steps:
                                          - process: {ref: other}
                                    - step:
                                        id: person
                                        steps:
                                          - process: {ref: ask}
                        - step:
                            id: behind
                            steps:
                              - process: {ref: behind}
                """);
        Task waiting = hub.submit("work", "go");
        assertThat(waiting.status()).isEqualTo(TaskStatus.WAITING);
        assertThat(behind).hasValue(0);
        assertThat(hub.keys(waiting)).containsExactly("outer[0]/other", "outer[1]/other");
        decided.set(true);
        hub.tasks.wake(waiting.id(), List.of());
        Task done = hub.await(waiting.id());
        assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(behind).hasValue(1);
        assertThat(firstRuns).hasValue(2);
        assertThat(hub.keys(done))
                .contains("outer[0]/person/handoff-1", "outer[1]/person/handoff-1", "outer", "behind");
    }
}
