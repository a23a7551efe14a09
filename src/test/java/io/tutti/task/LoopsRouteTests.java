package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rounds a loop may have, and what the sections of loops and splits inside each other are called. */
class LoopsRouteTests {

    private static final String FOR_EVER = TaskHarness.HEAD + """
                    - loop:
                        id: again
                        doWhile: true
                        expression: {constant: {expression: "true"}}
                        steps:
                          - process: {ref: round}
            """;

    private static final String COUNTED = TaskHarness.HEAD + """
                    - loop:
                        id: again
                        expression: {simple: {expression: "${body}"}}
                        steps:
                          - step:
                              id: round
                              steps:
                                - process: {ref: round}
            """;

    @TempDir
    private Path data;

    private TaskHarness hub;
    private final AtomicInteger rounds = new AtomicInteger();

    @BeforeEach
    void start() {
        hub = TaskHarness.on(TaskHarness.h2(), data);
        hub.bind("round", exchange -> rounds.incrementAndGet());
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void failsATaskWhoseLoopWouldNeverEnd() throws Exception {
        Task task = hub.flow(FOR_EVER).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().kind()).isEqualTo("over-limit");
        assertThat(task.error().message())
                .contains("'again'", "'work'", TaskHarness.MOST_LOOPS + " rounds", "tutti.task.most-loops", "redrive");
        assertThat(rounds).hasValue(TaskHarness.MOST_LOOPS);
    }

    @Test
    void runsAsManyRoundsAsAreAllowed() throws Exception {
        Task task = hub.flow(COUNTED).submit("work", "" + TaskHarness.MOST_LOOPS);
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.keys(task)).hasSize(TaskHarness.MOST_LOOPS).endsWith("[19]/round");
    }

    @Test
    void failsATaskWithOneRoundMore() throws Exception {
        Task task = hub.flow(COUNTED).submit("work", "" + (TaskHarness.MOST_LOOPS + 1));
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(hub.keys(task)).hasSize(TaskHarness.MOST_LOOPS).endsWith("[19]/round");
    }

    @Test
    void letsAFlowCatchThatItsLoopWasEnded() throws Exception {
        Task task = hub.flow(TaskHarness.HEAD + """
                                - doTry:
                                    steps:
                                      - loop:
                                          doWhile: true
                                          expression: {constant: {expression: "true"}}
                                          steps:
                                            - process: {ref: round}
                                    doCatch:
                                      - exception: [io.tutti.failure.Refused]
                                        steps:
                                          - setBody: {constant: {expression: "given up"}}
                        """).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.output().asText()).isEqualTo("given up");
    }

    @Test
    void endsALoopWhoseFlowGoesOnAfterEveryError() throws Exception {
        Task task = hub.flow("""
                        - routeConfiguration:
                            onException:
                              - onException:
                                  exception: [java.lang.Exception]
                                  continued: {constant: {expression: "true"}}
                        """ + FOR_EVER).submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().kind()).isEqualTo("over-limit");
        assertThat(rounds).hasValue(TaskHarness.MOST_LOOPS);
    }

    @Test
    void leavesALoopOutsideATaskAlone() throws Exception {
        hub.flow(COUNTED);
        try (ProducerTemplate producer = hub.camel.createProducerTemplate()) {
            producer.requestBody("direct:work", 3 * TaskHarness.MOST_LOOPS);
        }
        assertThat(rounds).hasValue(3 * TaskHarness.MOST_LOOPS);
    }

    @Test
    void namesTheRoundOfTheOuterLoopAfterAnInnerOne() throws Exception {
        Task task = hub.flow(TaskHarness.HEAD + """
                                - loop:
                                    expression: {constant: {expression: "2"}}
                                    steps:
                                      - loop:
                                          expression: {constant: {expression: "3"}}
                                          steps:
                                            - step:
                                                id: inner
                                                steps:
                                                  - process: {ref: round}
                                      - step:
                                          id: after
                                          steps:
                                            - process: {ref: round}
                        """).submit("work", "go");
        assertThat(task.error()).isNull();
        assertThat(hub.keys(task))
                .containsExactly(
                        "[0][0]/inner",
                        "[0][1]/inner",
                        "[0][2]/inner",
                        "[0]/after",
                        "[1][0]/inner",
                        "[1][1]/inner",
                        "[1][2]/inner",
                        "[1]/after");
    }

    @Test
    void namesTheBranchesOfASplitInsideALoopInsideASplit() throws Exception {
        hub.bind("rows", exchange -> exchange.getMessage().setBody(List.of("a,b", "c,d")));
        hub.camel.getRegistry().bind("grouped", new GroupedBodyAggregationStrategy());
        Task task = hub.flow(TaskHarness.HEAD + """
                                - process: {ref: rows}
                                - split:
                                    expression: {simple: {expression: "${body}"}}
                                    steps:
                                      - setVariable: {name: row, simple: {expression: "${body}"}}
                                      - loop:
                                          expression: {constant: {expression: "2"}}
                                          steps:
                                            - setBody: {variable: {expression: row}}
                                            - split:
                                                aggregationStrategy: "#grouped"
                                                expression: {tokenize: {token: ","}}
                                                steps:
                                                  - step:
                                                      id: leaf
                                                      steps:
                                                        - process: {ref: round}
                                            - step:
                                                id: joined
                                                steps:
                                                  - process: {ref: round}
                                      - step:
                                          id: after
                                          steps:
                                            - process: {ref: round}
                        """).submit("work", "go");
        assertThat(task.error()).isNull();
        assertThat(hub.keys(task))
                .containsExactly(
                        "[0][0][0]/leaf",
                        "[0][0][1]/leaf",
                        "[0][0]/joined",
                        "[0][1][0]/leaf",
                        "[0][1][1]/leaf",
                        "[0][1]/joined",
                        "[0]/after",
                        "[1][0][0]/leaf",
                        "[1][0][1]/leaf",
                        "[1][0]/joined",
                        "[1][1][0]/leaf",
                        "[1][1][1]/leaf",
                        "[1][1]/joined",
                        "[1]/after");
    }
}
