package io.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.tutti.broker.Outbox;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a task when its parts fail, and of the parts when the task is cancelled. */
class ScatterRouteTests {

    private static final String FLOW = TaskHarness.HEAD + """
                    - process: {ref: parts}
                    - step:
                        id: ask
                        steps:
                          - bean: {ref: scatter, method: "gather(*, '%s', '%s', '1h', '%s')"}
            """;

    private static final String PART = """
            - route:
                id: part
                group: flow
                from:
                  uri: direct:part
                  steps:
                    - step:
                        id: do
                        steps:
                          - process: {ref: part}
            """;

    private static final String PART_WITH_PARTS = """
            - route:
                id: middle
                group: flow
                from:
                  uri: direct:middle
                  steps:
                    - process: {ref: parts}
                    - step:
                        id: inner
                        steps:
                          - bean: {ref: scatter, method: "gather(*, 'part', 'all', '1h', 'stop')"}
            """;

    private final Clock clock = Clock.systemUTC();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final CountDownLatch release = new CountDownLatch(1);

    @TempDir
    Path data;

    private TaskHarness hub;
    private Timers timers;
    private CancelParts cancelParts;

    DataSource database() {
        return TaskHarness.h2();
    }

    @BeforeEach
    void start() {
        hub = TaskHarness.on(database(), data);
        hub.endings.addAll(List.of(new CountPart(clock), new ForgetWaits()));
        var waits = new JdbcWaits(hub.jdbc);
        var callbacks = new JdbcCallbacks(hub.jdbc, hub.json);
        cancelParts = new CancelParts(waits, hub.tasks, hub.commits);
        timers = new Timers(
                waits, cancelParts, callbacks, hub.tasks, hub.commits, mock(Outbox.class), hub::audit, clock);
        hub.bind(
                "parts",
                exchange -> exchange.getMessage()
                        .setBody(List.of(
                                exchange.getMessage().getBody(String.class).split(","))));
        hub.bind("part", this::work);
        hub.camel.getRegistry().bind("waits", new Waits(waits, callbacks, clock, hub.json));
        hub.camel.getRegistry().bind("scatter", new Scatter(waits, hub.tasks, clock, hub.json));
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        timers.close();
        hub.close();
    }

    @Test
    void failsAtOnceWhenAPartFailsAndKeepsWhatTheOthersDo() throws Exception {
        broken.add("b");
        held.add("c");
        Task task = scatter("all", "stop", "a,b,c");
        awaitParts(TaskStatus.FAILED, 1);
        Task failed = awaitEnd(task);
        assertThat(failed.error().message()).contains("3 of 3 parts had to be completed", "FAILED: no b today");
        release.countDown();
        broken.clear();
        hub.replays.redrive(part("b"), null, null, List.of());
        awaitParts(TaskStatus.COMPLETED, 3);
        hub.replays.redrive(task.id(), null, null, List.of());
        assertThat(hub.await(task.id()).output().findValuesAsText("output")).containsExactly("a", "b", "c");
    }

    @Test
    void goesOnWhileTheQuorumCanStillBe() throws Exception {
        broken.add("b");
        held.add("c");
        Task task = scatter("2", "stop", "a,b,c");
        awaitParts(TaskStatus.FAILED, 1);
        awaitParts(TaskStatus.COMPLETED, 1);
        timers.wakeDue();
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.WAITING);
        release.countDown();
        assertThat(awaitEnd(task).output().findValuesAsText("status"))
                .containsExactly("COMPLETED", "FAILED", "COMPLETED");
    }

    @Test
    void goesOnWithoutAFailedPart() throws Exception {
        broken.add("b");
        Task done = awaitEnd(scatter("all", "continue", "a,b,c"));
        assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(done.output().findValuesAsText("status")).containsExactly("COMPLETED", "FAILED", "COMPLETED");
        assertThat(done.output().get(1).at("/error/message").asText()).isEqualTo("no b today");
        assertThat(done.output().get(1).get("output").isNull()).isTrue();
    }

    @Test
    void waitsUntilAFailedPartWasRedriven() throws Exception {
        broken.add("b");
        Task task = scatter("all", "wait", "a,b,c");
        awaitParts(TaskStatus.FAILED, 1);
        awaitParts(TaskStatus.COMPLETED, 2);
        timers.wakeDue();
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.WAITING);
        broken.clear();
        hub.replays.redrive(part("b"), null, null, List.of());
        assertThat(awaitEnd(task).output().findValuesAsText("output")).containsExactly("a", "b", "c");
    }

    @Test
    void waitsForNoPartThatWasCancelled() throws Exception {
        held.add("b");
        Task task = scatter("all", "wait", "a,b");
        awaitParts(TaskStatus.COMPLETED, 1);
        hub.tasks.cancel(part("b"), "admin");
        assertThat(awaitEnd(task).error().message()).contains("2 of 2 parts had to be completed; 1 are", "CANCELLED");
    }

    @Test
    void countsAPartThatWasRedrivenOnce() throws Exception {
        broken.add("b");
        held.add("c");
        Task task = scatter("all", "continue", "a,b,c");
        awaitParts(TaskStatus.FAILED, 1);
        broken.clear();
        hub.replays.redrive(part("b"), null, null, List.of());
        awaitParts(TaskStatus.COMPLETED, 2);
        timers.wakeDue();
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.WAITING);
        release.countDown();
        assertThat(awaitEnd(task).output().findValuesAsText("output")).containsExactly("a", "b", "c");
    }

    @Test
    void cancelsThePartsOfACancelledTaskInTheirOrder() throws Exception {
        held.addAll(List.of("b", "c", "d"));
        Task task = scatter("all", "stop", "a,b,c,d");
        awaitParts(TaskStatus.COMPLETED, 1);
        hub.tasks.cancel(task.id(), "admin");
        cancelParts.look();
        assertThat(statuses()).containsExactly("a COMPLETED", "b CANCELLED", "c CANCELLED", "d CANCELLED");
        assertThat(hub.jdbc
                        .sql("SELECT input FROM task WHERE status = 'CANCELLED' AND flow = 'part' ORDER BY ended_at")
                        .query(String.class)
                        .list())
                .containsExactly("\"b\"", "\"c\"", "\"d\"");
        assertThat(rows("waiting")).isZero();
    }

    @Test
    void cancelsThePartsOfAPart() throws Exception {
        held.add("a");
        hub.flow(FLOW.formatted("middle", "all", "stop") + PART + PART_WITH_PARTS);
        Task task = hub.submit("work", "a");
        Awaitility.await().until(() -> statuses().equals(List.of("a RUNNING")));
        hub.tasks.cancel(task.id(), "admin");
        cancelParts.look();
        cancelParts.look();
        assertThat(statuses()).containsExactly("a CANCELLED");
        assertThat(rows("waiting")).isZero();
    }

    @Test
    void keepsALatePartWhenTheTaskWentOnBeforeItWasCancelled() throws Exception {
        held.add("b");
        hub.flow(FLOW.formatted("part", "1", "stop") + """
                        - step:
                            id: later
                            steps:
                              - bean: {ref: waits, method: "waitFor(*, '1h')"}
                """ + PART);
        Task task = hub.submit("work", "a,b");
        awaitParts(TaskStatus.COMPLETED, 1);
        timers.wakeDue();
        Awaitility.await().until(() -> hub.keys(task).contains("ask"));
        Awaitility.await().until(() -> hub.tasks.require(task.id(), null).status() == TaskStatus.WAITING);
        hub.tasks.cancel(task.id(), "admin");
        cancelParts.look();
        release.countDown();
        awaitParts(TaskStatus.COMPLETED, 2);
        assertThat(rows("waiting")).isZero();
    }

    @Test
    void makesNoPartsForATaskThatWasCancelledMeanwhile() throws Exception {
        held.add("a");
        Task task = scatter("all", "stop", "a");
        var wait = new JdbcWaits.Wait(task.id(), "ask/handoff-1");
        hub.commits.commit(List.of(JdbcWaits.requireNotWithdrawn(wait)));
        hub.tasks.cancel(task.id(), "admin");
        assertThatThrownBy(() -> hub.commits.commit(List.of(JdbcWaits.requireNotWithdrawn(wait))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it was cancelled");
    }

    @Test
    void refusesAWordThatSaysNotWhatToDo() throws Exception {
        Task task = scatter("all", "ignore", "a");
        assertThat(task.error().message()).contains("must be stop, continue or wait; found 'ignore'");
    }

    private void work(Exchange exchange) throws InterruptedException {
        String part = exchange.getMessage().getBody(String.class);
        if (broken.contains(part)) {
            throw new Refused(Reason.UNFIT, "no " + part + " today");
        }
        if (held.contains(part)) {
            release.await();
        }
    }

    private Task scatter(String quorum, String onException, String parts) throws Exception {
        hub.flow(FLOW.formatted("part", quorum, onException) + PART);
        return hub.submit("work", parts);
    }

    private void awaitParts(TaskStatus status, int parts) {
        Awaitility.await()
                .until(() -> hub.jdbc
                                .sql("SELECT COUNT(*) FROM task WHERE flow = 'part' AND status = ?")
                                .param(status.name())
                                .query(Integer.class)
                                .single()
                        == parts);
    }

    private Task awaitEnd(Task task) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            timers.wakeDue();
                            return hub.tasks.require(task.id(), null);
                        },
                        found -> found.endedAt() != null);
    }

    private String part(String input) {
        return hub.jdbc
                .sql("SELECT id FROM task WHERE flow = 'part' AND input = ?")
                .param('"' + input + '"')
                .query(String.class)
                .single();
    }

    private List<String> statuses() {
        return hub.jdbc
                .sql(
                        "SELECT SUBSTRING(input FROM 2 FOR 1) || ' ' || status FROM task WHERE flow = 'part' ORDER BY turn")
                .query(String.class)
                .list();
    }

    private int rows(String table) {
        return hub.jdbc
                .sql("SELECT COUNT(*) FROM " + table)
                .query(Integer.class)
                .single();
    }
}
