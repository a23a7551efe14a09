package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a step, under which key, and that it is restored instead of run again. */
class CheckpointRouteTests {

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
    void recordsEachStepAndCompletesWithTheLastBody() throws Exception {
        hub.bind("first", exchange -> exchange.getMessage().setBody(Map.of("n", 1)));
        hub.bind("second", exchange -> exchange.getMessage().setBody("done"));
        Task task = hub.flow(TaskHarness.TWO_STEPS).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.output()).isEqualTo(TextNode.valueOf("done"));
        assertThat(hub.keys(task)).containsExactly("first", "second");
        assertThat(hub.tasks.journal(task.id()).getFirst().output().get("n").asInt())
                .isEqualTo(1);
    }

    @Test
    void doesNotRunAFinishedStepAgainAfterARedrive() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        hub.bind("first", exchange -> {
            firstRuns.incrementAndGet();
            exchange.setVariable("amount", new BigDecimal("129.90"));
            exchange.getMessage().setHeader("colour", "red");
            exchange.getMessage().setBody(Map.of("n", 1));
        });
        hub.bind("second", exchange -> {
            if (broken.get()) {
                throw new IllegalStateException("not yet");
            }
            exchange.getMessage()
                    .setBody(exchange.getMessage().getBody(Map.class).get("n") + " "
                            + exchange.getVariable("amount") + " "
                            + exchange.getMessage().getHeader("colour"));
        });
        Task failed = hub.flow(TaskHarness.TWO_STEPS).submit("work", "go");
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(failed.error().step()).isEqualTo("second");
        broken.set(false);
        hub.replays.redrive(failed.id(), null, null, List.of());
        Task done = hub.await(failed.id());
        assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(done.output().asText()).isEqualTo("1 129.90 red");
        assertThat(firstRuns).hasValue(1);
        assertThat(hub.tasks.journal(done.id()).getLast().attempt()).isEqualTo(2);
    }

    @Test
    void namesTheBranchesOfNestedSplits() throws Exception {
        hub.bind("rows", exchange -> exchange.getMessage().setBody(List.of(List.of("a", "b"), List.of("c"))));
        hub.bind(
                "leaf",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody() + "!"));
        Task task = hub.flow(TaskHarness.HEAD + """
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
        hub.bind("round", exchange -> {});
        Task task = hub.flow(TaskHarness.HEAD + """
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
        hub.bind("first", exchange -> {});
        Task task = hub.flow(TaskHarness.HEAD + """
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
    void keepsALongBodyOutsideTheJournalOnce() throws Exception {
        String longText = "x".repeat(Folding.SHARED + 1);
        hub.bind("first", exchange -> exchange.getMessage().setBody(longText));
        hub.bind("second", exchange -> exchange.getMessage().setBody(longText));
        Task task = hub.flow(TaskHarness.TWO_STEPS).submit("work", "go");
        assertThat(hub.tasks.require(task.id(), null).output().asText()).isEqualTo(longText);
        assertThat(hub.jdbc
                        .sql("SELECT COUNT(*) FROM payload")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void saysWhichStepEndedWithSomethingThatCannotBeKept() throws Exception {
        hub.bind("first", exchange -> exchange.getMessage().setBody(new Object()));
        hub.bind("second", exchange -> {});
        Task task = hub.flow(TaskHarness.TWO_STEPS).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().step()).isEqualTo("first");
        assertThat(task.error().message()).contains("java.lang.Object").contains("convert it");
    }

    @Test
    void givesBackBytesAsBytes() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff};
        hub.bind("first", exchange -> exchange.getMessage().setBody(bytes));
        hub.bind(
                "second",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody(byte[].class).length));
        Task task = hub.flow(TaskHarness.TWO_STEPS).submit("work", "go");
        assertThat(task.output().asInt()).isEqualTo(3);
    }
}
