package io.tutti.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.NewTask;
import io.tutti.task.Outcome;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskRun;
import io.tutti.task.TaskStatus;
import io.tutti.task.Usage;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished steps of a task that ends otherwise than well are undone, each once, the last one first. */
public class SagaRouteTests {

    /** Hangs after it has begun its saga. */
    private static final String OUTER = """
            - route:
                id: outer
                from:
                  uri: direct:outer
                  steps:
                    - saga:
                        compensation: {uri: "direct:cancel"}
                        option:
                          - key: what
                            expression: {constant: {expression: "outer"}}
                        steps:
                          - process: {ref: hang}
            """;

    /** Books what the body says. */
    private static final String EACH = """
            - route:
                id: each
                from:
                  uri: direct:each
                  steps:
                    - saga:
                        compensation: {uri: "direct:cancel"}
                        option:
                          - key: what
                            expression: {simple: {expression: "${body}"}}
                        steps:
                          - process: {ref: nothing}
            """;

    @TempDir
    Path data;

    private SagaHub saga;

    @BeforeEach
    void start() throws Exception {
        saga = SagaHub.on(database(), data);
    }

    /** An empty database of the kind that these tests run on. */
    protected DataSource database() {
        return TaskHarness.h2();
    }

    @AfterEach
    void stop() throws Exception {
        saga.close();
    }

    @Test
    void undoesTheFinishedStepsOfAFailedTaskInReverse() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.booking("third"));
        Task failed = saga.fail("third");
        Task undoing = saga.undoing().getFirst();
        assertThat(undoing.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(saga.undone).containsExactly("second", "first");
        assertThat(undoing.key()).isEqualTo("tutti:compensate:" + failed.id());
        assertThat(undoing.tenant()).isEqualTo(failed.tenant());
        assertThat(undoing.principal()).isEqualTo(failed.principal());
        assertThat(undoing.input().findValuesAsText("step")).containsExactly("second", "first");
        assertThat(saga.hub.keys(undoing)).containsExactly("[0]/undo", "[1]/undo");
        assertThat(saga.auditedUndos()).containsExactly(failed.id() + " second", failed.id() + " first");
    }

    @Test
    void givesAnUndoItsOptionsAndItsTaskAsHeaders() throws Exception {
        saga.hub.bind("numbers", exchange -> {
            exchange.setVariable("seats", 2);
            exchange.getMessage().setBody("no body for an undo");
        });
        saga.route("""
                - route:
                    id: flight
                    from:
                      uri: direct:flight
                      steps:
                        - saga:
                            compensation: {uri: "direct:cancel"}
                            option:
                              - key: what
                                expression: {constant: {expression: "the flight"}}
                              - key: seats
                                expression: {variable: {expression: seats}}
                            steps:
                              - setVariable: {name: seats, expression: {constant: {expression: "9"}}}
                """).flow("""
                        - step:
                            id: trip
                            steps:
                              - process: {ref: numbers}
                              - to: {uri: "direct:flight"}
                """, SagaHub.step("third"));
        Task failed = saga.fail("third");
        Task undoing = saga.undoing().getFirst();
        assertThat(saga.headers).hasSize(1);
        assertThat(saga.headers.getFirst())
                .containsEntry("what", "the flight")
                .containsEntry("seats", 2)
                .containsEntry("tuttiTaskId", undoing.id())
                .containsEntry("tuttiTenant", TaskHarness.TENANT)
                .containsEntry(Exchange.SAGA_LONG_RUNNING_ACTION, failed.id());
    }

    @Test
    void undoesTheFinishedStepsOfACancelledTask() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.step("hang"));
        String id = saga.hang();
        saga.hub.tasks.cancel(id, "ops");
        assertThat(saga.undoing()).hasSize(1);
        assertThat(saga.undone).containsExactly("second", "first");
    }

    @Test
    void undoesNothingOfACompletedTask() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"));
        assertThat(saga.hub.submit("work", "go").status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(saga.registered()).isEqualTo(2);
        assertThat(saga.undoing()).isEmpty();
    }

    @Test
    void undoesNothingOfATaskThatHasDoneNothing() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"));
        saga.fail("first");
        assertThat(saga.registered()).isZero();
        assertThat(saga.undoing()).isEmpty();
    }

    @Test
    void registersOnceWhatACrashCutOff() throws Exception {
        String[] steps = {SagaHub.booking("first"), SagaHub.call("middle", "outer"), SagaHub.step("third")};
        String id = saga.route(OUTER).flow(steps).hang();
        try (SagaHub restarted = saga.restart(data)) {
            restarted.unhang.countDown();
            restarted.broken.add("third");
            restarted.route(OUTER).flow(steps);
            assertThat(restarted.hub.await(id).status()).isEqualTo(TaskStatus.FAILED);
            restarted.undoing();
            assertThat(restarted.registered()).isEqualTo(2);
            assertThat(restarted.undone).containsExactly("outer", "first");
        }
    }

    @Test
    void goesOnWithTheUndoThatFailedAndRepeatsNone() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.step("third"));
        saga.fail("third", "cancel first");
        Task parked = saga.undoing().getFirst();
        assertThat(parked.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(parked.error().step()).isEqualTo("[1]/undo");
        assertThat(parked.error().message()).contains("first cannot be cancelled");
        assertThat(saga.undone).containsExactly("second");
        saga.broken.clear();
        saga.hub.replays.redrive(parked.id(), null, null, List.of());
        assertThat(saga.hub.await(parked.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(saga.undone).containsExactly("second", "first");
        assertThat(saga.undoing()).hasSize(1);
    }

    @Test
    void repeatsNoUndoWhenItsTaskIsRedrivenFromTheStart() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.step("third"));
        saga.fail("third", "cancel first");
        Task parked = saga.undoing().getFirst();
        saga.broken.clear();
        saga.hub.replays.redrive(parked.id(), "[0]/undo", null, List.of());
        assertThat(saga.hub.await(parked.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(saga.undone).containsExactly("second", "first");
        assertThat(saga.auditedUndos()).hasSize(2);
    }

    @Test
    void undoesAFinishedCallOfAStepThatFailed() throws Exception {
        saga.hub.bind("tools", exchange -> {
            Call call = TaskRun.of(exchange).orElseThrow().call(exchange, EntryKind.TOOL);
            Exchange copy = ExchangeHelper.createCopy(exchange, true);
            call.enter(copy);
            saga.hub.camel.createProducerTemplate().send("direct:book-first", copy);
            call.record(new Outcome(NullNode.instance, NullNode.instance, null, Usage.NONE, List.of()));
            throw new IllegalStateException("after the call");
        });
        saga.flow(SagaHub.step("tools"));
        saga.fail();
        assertThat(saga.undoing().getFirst().input().findValuesAsText("step")).containsExactly("tools/tool-1");
        assertThat(saga.undone).containsExactly("first");
    }

    @Test
    void undoesTheBranchesOfAParallelSplit() throws Exception {
        saga.hub.bind("rows", exchange -> exchange.getMessage().setBody(List.of("a", "b", "c", "d")));
        saga.route(EACH).flow("""
                        - step:
                            id: rows
                            steps:
                              - process: {ref: rows}
                        - split:
                            expression: {simple: {expression: "${body}"}}
                            parallelProcessing: true
                            steps:
                              - step:
                                  id: book
                                  steps:
                                    - to: {uri: "direct:each"}
                """, SagaHub.step("third"));
        Task failed = saga.fail("third");
        Task undoing = saga.undoing().getFirst();
        assertThat(saga.undone).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(undoing.input().findValuesAsText("step"))
                .containsExactlyElementsOf(saga.hub.keys(failed).stream()
                        .filter(key -> key.endsWith("book"))
                        .toList()
                        .reversed());
    }

    @Test
    void undoesEachBranchOfSplitsInsideOneStep() throws Exception {
        saga.hub.bind("rows", exchange -> exchange.getMessage().setBody(List.of(List.of("a", "b"), List.of("c"))));
        saga.route(EACH).flow("""
                        - step:
                            id: all
                            steps:
                              - process: {ref: rows}
                              - split:
                                  expression: {simple: {expression: "${body}"}}
                                  steps:
                                    - split:
                                        expression: {simple: {expression: "${body}"}}
                                        steps:
                                          - to: {uri: "direct:each"}
                """, SagaHub.step("third"));
        saga.fail("third");
        saga.undoing();
        assertThat(saga.undone).containsExactly("c", "b", "a");
    }

    @Test
    void refusesAnUndoThatNoTaskHasHandedOver() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.step("hang"));
        saga.hang();
        JsonNode forged = saga.hub.json.readTree("[{\"undo\": 1, \"step\": \"first\"}]");
        String id = saga.hub
                .tasks
                .accept(new NewTask("compensate", forged, null, "mine", "crm", TaskHarness.TENANT, new Reply.Nowhere()))
                .task()
                .id();
        Task refused = saga.hub.await(id);
        assertThat(refused.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(refused.error().message()).contains("'mine'", "the undo 1 of step 'first'", "by the hub alone");
        assertThat(saga.undone).isEmpty();
    }

    @Test
    void letsOnlyATaskBeginAnewThatHasNothingToUndo() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.booking("third"));
        Task failed = saga.fail("third");
        Task nothing = saga.fail("first");
        saga.hub.commits.commit(List.of(saga.rows.refuseRestart(nothing.id())));
        assertThatThrownBy(() -> saga.hub.commits.commit(List.of(saga.rows.refuseRestart(failed.id()))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has finished steps with an undo");
    }

    @Test
    void refusesToRedriveATaskWhoseStepsAreUndone() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.step("third"));
        Task failed = saga.fail("third");
        for (String from : new String[] {null, "first", "second"}) {
            assertThatThrownBy(() -> saga.hub.replays.redrive(failed.id(), from, null, List.of()))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                    .hasMessageContaining("tutti:compensate:" + failed.id())
                    .hasMessageContaining("/fork");
        }
        assertThat(saga.hub.tasks.require(failed.id(), null).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(saga.hub.keys(failed)).contains("first", "second");
    }

    @Test
    void forksATaskWhoseStepsAreUndoneOnlyFromTheFirstOfThem() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.booking("second"), SagaHub.step("third"));
        Task failed = saga.fail("third");
        saga.broken.clear();
        assertThatThrownBy(() -> fork(failed, "second"))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .hasMessageContaining("from 'second'");
        assertThat(fork(failed, "first").status()).isEqualTo(TaskStatus.COMPLETED);
    }

    private Task fork(Task source, String from) throws InterruptedException {
        var asked = new NewTask("work", source.input(), null, null, "ops", TaskHarness.TENANT, new Reply.Nowhere());
        return saga.hub.await(
                saga.hub.replays.fork(source.id(), from, null, null, asked).id());
    }
}
