package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointRouteTests {

    private static final String HEAD = """
            - route:
                id: work
                group: flow
                from:
                  uri: direct:work
                  steps:
            """;
    private static final String TWO_STEPS = HEAD + """
                    - step:
                        id: first
                        steps:
                          - process: {ref: first}
                    - step:
                        id: second
                        steps:
                          - process: {ref: second}
            """;

    @TempDir
    Path data;

    private TaskHarness hub;
    private final AtomicInteger firstRuns = new AtomicInteger();

    @BeforeEach
    void start() {
        hub = TaskHarness.fresh(data);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void recordsEachStepAndCompletesWithTheLastBody() throws Exception {
        bind("first", exchange -> exchange.getMessage().setBody(Map.of("n", 1)));
        bind("second", exchange -> exchange.getMessage().setBody("done"));
        Task task = hub.flow(TWO_STEPS).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.output()).isEqualTo(TextNode.valueOf("done"));
        assertThat(hub.keys(task)).containsExactly("first", "second");
        assertThat(hub.tasks.journal(task.id()).getFirst().output().get("n").asInt())
                .isEqualTo(1);
    }

    @Test
    void doesNotRunAFinishedStepAgainAfterARedrive() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        bind("first", exchange -> {
            firstRuns.incrementAndGet();
            exchange.setVariable("amount", new BigDecimal("129.90"));
            exchange.getMessage().setHeader("colour", "red");
            exchange.getMessage().setBody(Map.of("n", 1));
        });
        bind("second", exchange -> {
            if (broken.get()) {
                throw new IllegalStateException("not yet");
            }
            exchange.getMessage()
                    .setBody(exchange.getMessage().getBody(Map.class).get("n") + " "
                            + exchange.getVariable("amount") + " "
                            + exchange.getMessage().getHeader("colour"));
        });
        Task failed = hub.flow(TWO_STEPS).submit("work", "go");
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(failed.error().step()).isEqualTo("second");
        broken.set(false);
        hub.tasks.redrive(failed.id(), null, null, List.of());
        Task done = hub.await(failed.id());
        assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(done.output().asText()).isEqualTo("1 129.90 red");
        assertThat(firstRuns).hasValue(1);
        assertThat(hub.tasks.journal(done.id()).getLast().attempt()).isEqualTo(2);
    }

    @Test
    void goesOnAfterACrashFromTheLastFinishedStep() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        bind("first", exchange -> firstRuns.incrementAndGet());
        bind("second", exchange -> {
            reached.countDown();
            never.await();
        });
        String id = hub.flow(TWO_STEPS).accept("work", "go", null).task().id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        try (TaskHarness restarted = hub.restart(data)) {
            restarted.bind("first", (Processor) exchange -> firstRuns.incrementAndGet());
            restarted.bind(
                    "second", (Processor) exchange -> exchange.getMessage().setBody("after the crash"));
            restarted.flow(TWO_STEPS).begin();
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
        bind("first", exchange -> {
            reached.countDown();
            goOn.await();
        });
        bind("second", exchange -> stale.set(true));
        String id = hub.flow(TWO_STEPS).accept("work", "go", null).task().id();
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
        bind("first", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("held")) {
                reached.countDown();
                goOn.await();
            }
        });
        bind("second", exchange -> {});
        String dead = hub.flow(TWO_STEPS).submit("work", "dead").id();
        String held = hub.accept("work", "held", null).task().id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.jdbc
                .sql(
                        "UPDATE task SET status = 'RUNNING', lease_until = TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00Z',"
                                + " owner = (SELECT t.owner FROM task t WHERE t.id = :held)")
                .param("held", held)
                .update();
        hub.renewLeases();
        assertThat(hub.jdbc
                        .sql("SELECT id FROM task WHERE lease_until < TIMESTAMP WITH TIME ZONE '2026-01-02 00:00:00Z'")
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
        bind("first", exchange -> {
            reached.countDown();
            goOn.await();
        });
        bind("second", exchange -> firstRuns.incrementAndGet());
        String id = hub.flow(TWO_STEPS).accept("work", "go", null).task().id();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.tasks.cancel(id, "crm");
        goOn.countDown();
        hub.close();
        assertThat(firstRuns).hasValue(0);
        assertThat(hub.tasks.require(id, null).status()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void namesTheBranchesOfNestedSplits() throws Exception {
        bind("rows", exchange -> exchange.getMessage().setBody(List.of(List.of("a", "b"), List.of("c"))));
        bind(
                "leaf",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody() + "!"));
        Task task = hub.flow(HEAD + """
                                - step:
                                    id: rows
                                    steps:
                                      - process: {ref: rows}
                                - split:
                                    expression: {simple: {expression: "${body}"}}
                                    steps:
                                      - split:
                                          expression: {simple: {expression: "${body}"}}
                                          steps:
                                            - step:
                                                id: leaf
                                                steps:
                                                  - process: {ref: leaf}
                                - step:
                                    id: last
                                    steps:
                                      - setBody: {constant: {expression: "end"}}
                        """).submit("work", "go");
        assertThat(hub.keys(task)).containsExactly("rows", "[0][0]/leaf", "[0][1]/leaf", "[1][0]/leaf", "last");
    }

    @Test
    void namesTheRoundsOfALoop() throws Exception {
        bind("round", exchange -> {});
        Task task = hub.flow(HEAD + """
                                - step:
                                    id: outer
                                    steps:
                                      - loop:
                                          expression: {constant: {expression: "3"}}
                                          steps:
                                            - step:
                                                id: round
                                                steps:
                                                  - process: {ref: round}
                        """).submit("work", "go");
        assertThat(hub.keys(task)).containsExactly("outer[0]/round", "outer[1]/round", "outer[2]/round", "outer");
    }

    @Test
    void refusesTheSameKeyTwiceInOneRun() throws Exception {
        bind("first", exchange -> {});
        Task task = hub.flow(HEAD + """
                                - to: {uri: "direct:part"}
                                - to: {uri: "direct:part"}
                        - route:
                            id: part
                            from:
                              uri: direct:part
                              steps:
                                - step:
                                    id: same
                                    steps:
                                      - process: {ref: first}
                        """).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().message()).contains("Ambiguous step: 'same'");
    }

    @Test
    void holdsNothingBehindAWaitingBranchAndGoesOnWhenWoken() throws Exception {
        AtomicBoolean decided = new AtomicBoolean();
        AtomicInteger behind = new AtomicInteger();
        bind("ask", exchange -> {
            TaskRun run = TaskRun.of(exchange).orElseThrow();
            Call call = run.call(exchange, EntryKind.HANDOFF);
            if (call.recorded().isEmpty() && !decided.get()) {
                throw run.suspend(call);
            }
            if (call.recorded().isEmpty()) {
                call.record(new Outcome(NullNode.instance, TextNode.valueOf("yes"), null, Usage.NONE, List.of()));
            }
        });
        bind("other", exchange -> firstRuns.incrementAndGet());
        bind("behind", exchange -> behind.incrementAndGet());
        hub.flow(HEAD + """
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

    @Test
    void takesTheSameKeyOfTheSameTenantForTheSameTask() throws Exception {
        bind("first", exchange -> firstRuns.incrementAndGet());
        bind("second", exchange -> {});
        hub.flow(TWO_STEPS);
        Accepted once = hub.accept("work", "go", "order-7");
        Accepted twice = hub.accept("work", "go", "order-7");
        hub.await(once.task().id());
        assertThat(once.fresh()).isTrue();
        assertThat(twice.fresh()).isFalse();
        assertThat(twice.task().id()).isEqualTo(once.task().id());
        assertThat(firstRuns).hasValue(1);
    }

    @Test
    void keepsALongBodyOutsideTheJournalOnce() throws Exception {
        String longText = "x".repeat(JdbcPayloads.INLINE + 1);
        bind("first", exchange -> exchange.getMessage().setBody(longText));
        bind("second", exchange -> exchange.getMessage().setBody(longText));
        Task task = hub.flow(TWO_STEPS).submit("work", "go");
        assertThat(hub.tasks.require(task.id(), null).output().asText()).isEqualTo(longText);
        assertThat(hub.jdbc
                        .sql("SELECT COUNT(*) FROM payload")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void saysWhichStepEndedWithSomethingThatCannotBeKept() throws Exception {
        bind("first", exchange -> exchange.getMessage().setBody(new Object()));
        bind("second", exchange -> {});
        Task task = hub.flow(TWO_STEPS).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().step()).isEqualTo("first");
        assertThat(task.error().message()).contains("java.lang.Object").contains("convert it");
    }

    @Test
    void givesBackBytesAsBytes() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff};
        bind("first", exchange -> exchange.getMessage().setBody(bytes));
        bind(
                "second",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody(byte[].class).length));
        Task task = hub.flow(TWO_STEPS).submit("work", "go");
        assertThat(task.output().asInt()).isEqualTo(3);
    }

    private void bind(String name, Work work) {
        hub.bind(name, (Processor) work::on);
    }

    private interface Work {
        void on(Exchange exchange) throws Exception;
    }
}
