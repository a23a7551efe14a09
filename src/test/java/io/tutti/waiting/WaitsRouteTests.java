package io.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.audit.AuditEvent;
import io.tutti.broker.Claim;
import io.tutti.broker.Outbox;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that wait for a time or a callback, with a clock that the test moves. */
class WaitsRouteTests {

    private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
    private static final Write NOTHING = Write.of("UPDATE task SET wake = wake WHERE 1 = 0");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final ObjectMapper json = new ObjectMapper();
    private final List<AuditEvent> audited = new ArrayList<>();
    private final Map<String, String> rejected = new HashMap<>();
    private final AtomicInteger firstRuns = new AtomicInteger();

    @TempDir
    Path data;

    private TaskHarness hub;
    private Timers timers;
    private Callbacks callbacks;

    DataSource database() {
        return TaskHarness.h2();
    }

    @BeforeEach
    void start() {
        use(TaskHarness.on(database(), data));
    }

    private void use(TaskHarness harness) {
        hub = harness;
        hub.endings.addAll(List.of(new CountPart(clock), new ForgetWaits()));
        var waits = new JdbcWaits(hub.jdbc);
        var kept = new JdbcCallbacks(hub.jdbc, json);
        callbacks = new Callbacks(kept, waits, hub.tasks, hub.commits, this::audit);
        timers = new Timers(
                waits,
                new CancelParts(waits, hub.tasks, hub.commits),
                kept,
                hub.tasks,
                hub.commits,
                new Sent(),
                this::audit,
                clock);
        hub.bind("first", exchange -> firstRuns.incrementAndGet());
        hub.bind(
                "parts",
                exchange -> exchange.getMessage()
                        .setBody(List.of(
                                exchange.getMessage().getBody(String.class).split(","))));
        hub.camel.getRegistry().bind("waits", new Waits(waits, kept, clock, json));
        hub.camel.getRegistry().bind("scatter", new Scatter(waits, hub.tasks, clock, json));
    }

    @AfterEach
    void stop() throws Exception {
        timers.close();
        hub.close();
    }

    @Test
    void goesOnWhenItsTimeHasComeAndNotBefore() throws Exception {
        flow(wait("w", "waitFor(*, '2h')"));
        Task task = hub.submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.WAITING);

        pass(Duration.ofMinutes(119));
        assertThat(hub.tasks.require(task.id(), null).status()).isEqualTo(TaskStatus.WAITING);

        pass(Duration.ofMinutes(1));
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.keys(task)).containsExactly("first", "w/timer-1", "w");
        assertThat(firstRuns).hasValue(1);
        assertThat(rows("waiting")).isZero();
    }

    @Test
    void waitsLongerAndOnlyOnceWhenTheClockIsSetBack() throws Exception {
        flow(wait("w", "waitFor(*, '1h')"));
        Task task = hub.submit("work", "go");
        now.set(BEGIN.minus(Duration.ofDays(1)));
        pass(Duration.ofHours(24));
        assertThat(hub.tasks.require(task.id(), null).status()).isEqualTo(TaskStatus.WAITING);
        pass(Duration.ofHours(1));
        now.set(BEGIN);
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void isNotBegunAgainWhenTwoHubsSeeThatItsTimeHasCome() throws Exception {
        flow(wait("w", "waitFor(*, '2h')"));
        Task task = hub.submit("work", "go");
        var seen = new JdbcWaits.Wait(
                task.id(),
                hub.jdbc
                        .sql("SELECT entry_key FROM waiting")
                        .query(String.class)
                        .single());
        hub.commits.commit(List.of(JdbcWaits.becomeDue(seen)));
        timers.wake(seen);
        assertThat(rows("waiting")).as("what the first hub marked").isEqualTo(1);
    }

    @Test
    void goesOnAtOnceWhenTheTimeHasPassed() throws Exception {
        flow(wait("w", "waitUntil(*, '2026-11-24T10:30:00+01:00')"));
        assertThat(hub.submit("work", "go").status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void goesOnAfterARestartThatCameBeforeItsTime() throws Exception {
        flow(wait("w", "waitFor(*, '2h')"));
        Task task = hub.submit("work", "go");
        timers.close();
        TaskHarness before = hub;
        use(before.restart(data));
        before.close();
        flow(wait("w", "waitFor(*, '2h')"));
        pass(Duration.ofHours(2));
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(firstRuns).hasValue(1);
    }

    @Test
    void waitsInSeveralBranchesAtOnce() throws Exception {
        hub.flow(TaskHarness.HEAD + """
                        - process: {ref: parts}
                        - split:
                            parallelProcessing: true
                            simple: "${body}"
                            steps:
                              - step:
                                  id: w
                                  steps:
                                    - bean: {ref: waits, method: "awaitCallback(*, ${body}, '1d')"}
                """);
        Task task = hub.submit("work", "a,b,c");
        assertThat(task.status()).isEqualTo(TaskStatus.WAITING);
        for (String each : List.of("c", "a", "b")) {
            callbacks.receive(callback(each, each, "from " + each), "partner");
            hub.await(task.id());
        }
        Task done = awaitEnd(task);
        assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.keys(done)).contains("[0]/w/handoff-1", "[1]/w/handoff-1", "[2]/w/handoff-1");
    }

    @Test
    void takesTheCallbackThatItWaitsFor() throws Exception {
        flow(AWAIT);
        Task task = hub.submit("work", "go");
        callbacks.receive(callback("1", "order-8", "of another"), "partner");
        assertThat(hub.tasks.require(task.id(), null).status()).isEqualTo(TaskStatus.WAITING);
        callbacks.receive(callback("2", "order-7", "paid"), "partner");
        Task done = awaitEnd(task);
        assertThat(done.output()).isEqualTo(TextNode.valueOf("paid, expired: false"));
        assertThat(audited)
                .extracting(event -> event.action().word())
                .containsExactly("callback.received", "callback.received");
    }

    @Test
    void goesOnWithACallbackWhoseHubDiedBeforeItWokeTheTask() throws Exception {
        flow(AWAIT);
        Task task = hub.submit("work", "go");
        hub.commits.commit(callbacks.rows(callback("1", "order-7", "paid"), "partner"));
        pass(Duration.ofSeconds(1));
        assertThat(awaitEnd(task).output()).isEqualTo(TextNode.valueOf("paid, expired: false"));
    }

    @Test
    void takesACallbackThatCameBeforeItWaited() throws Exception {
        flow(AWAIT);
        callbacks.receive(callback("1", "order-7", "early"), "partner");
        assertThat(hub.submit("work", "go").output()).isEqualTo(TextNode.valueOf("early, expired: false"));
    }

    @Test
    void takesACallbackThatIsDeliveredTwiceOnce() throws Exception {
        flow(AWAIT);
        callbacks.receive(callback("1", "order-7", "paid"), "partner");
        hub.submit("work", "go");
        callbacks.receive(callback("1", "order-7", "paid"), "partner");
        Task second = hub.submit("work", "go");
        assertThat(second.status()).isEqualTo(TaskStatus.WAITING);
        assertThatThrownBy(() -> callbacks.receive(callback("1", "order-7", "changed"), "partner"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'1' came before with other content");
    }

    @Test
    void goesOnWithoutACallbackWhenTheDeadlineIsOver() throws Exception {
        flow(AWAIT);
        Task task = hub.submit("work", "go");
        pass(Duration.ofDays(1));
        assertThat(awaitEnd(task).output()).isEqualTo(TextNode.valueOf("go, expired: true"));
    }

    @Test
    void refusesASecondTaskThatWaitsForTheSame() throws Exception {
        flow(AWAIT);
        Task first = hub.submit("work", "go");
        Task second = hub.submit("work", "go");
        assertThat(second.error().message()).contains("'order-7'", "task " + first.id() + " waits for it");
    }

    @Test
    void forgetsTheWaitsOfACancelledTask() throws Exception {
        flow(AWAIT);
        Task task = hub.submit("work", "go");
        hub.tasks.cancel(task.id(), "admin");
        pass(Duration.ofDays(1));
        assertThat(rows("waiting")).isZero();
        assertThat(hub.tasks.require(task.id(), null).status()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void givesEachPartToATaskOfItsOwnAndGathersTheirAnswers() throws Exception {
        scatter(
                "all",
                exchange -> exchange.getMessage()
                        .setBody("did " + exchange.getMessage().getBody()));
        Task task = hub.submit("work", "a,b,c");
        awaitPartsEnded(3);
        pass(Duration.ofSeconds(1));
        Task done = awaitEnd(task);
        assertThat(done.output().findValuesAsText("output")).containsExactly("did a", "did b", "did c");
        assertThat(done.output().findValuesAsText("status")).containsOnly("COMPLETED");
        assertThat(rows("task")).isEqualTo(4);
        assertThat(rows("waiting")).isZero();
    }

    @Test
    void goesOnWithAQuorumAndKeepsTheLateAnswerInItsTask() throws Exception {
        var late = new CountDownLatch(1);
        scatter("2", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("b")) {
                late.await();
            }
        });
        Task task = hub.submit("work", "a,b,c");
        awaitPartsEnded(2);
        pass(Duration.ofSeconds(1));
        Task done = awaitEnd(task);
        assertThat(done.output().findValuesAsText("status")).containsExactly("COMPLETED", "RUNNING", "COMPLETED");
        late.countDown();
        Task part = hub.await(done.output().get(1).get("task").asText());
        assertThat(part.output()).isEqualTo(TextNode.valueOf("b"));
    }

    @Test
    void failsWhenTheQuorumCannotBeAndCountsAPartThatWasRedriven() throws Exception {
        var broken = new AtomicBoolean(true);
        scatter("all", exchange -> {
            if (broken.get() && exchange.getMessage().getBody(String.class).equals("b")) {
                throw new Refused(Reason.UNFIT, "no b today");
            }
        });
        Task task = hub.submit("work", "a,b,c");
        awaitPartsEnded(3);
        pass(Duration.ofSeconds(1));
        Task failed = awaitEnd(task);
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(failed.error().message()).contains("3 of 3 parts had to be completed; 2 are", "no b today");
        broken.set(false);
        String part = hub.jdbc
                .sql("SELECT id FROM task WHERE flow = 'part' AND status = 'FAILED'")
                .query(String.class)
                .single();
        hub.replays.redrive(part, null, null, List.of());
        assertThat(hub.await(part).status()).isEqualTo(TaskStatus.COMPLETED);
        hub.replays.redrive(task.id(), null, null, List.of());
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void failsWhenTheDeadlineIsOver() throws Exception {
        var never = new CountDownLatch(1);
        scatter("all", exchange -> never.await());
        Task task = hub.submit("work", "a");
        pass(Duration.ofHours(1));
        Task failed = awaitEnd(task);
        assertThat(failed.error().message()).contains("1 of 1 parts had to be completed; 0 are", "RUNNING");
        never.countDown();
    }

    @Test
    void makesNoPartTwiceWhenTheHubDiedBetweenTheWaitAndTheParts() throws Exception {
        scatter("all", exchange -> {});
        Task task = hub.submit("work", "a,b");
        awaitPartsEnded(2);
        hub.tasks.wake(task.id(), List.of());
        hub.await(task.id());
        assertThat(rows("task")).isEqualTo(3);
        pass(Duration.ofSeconds(1));
        assertThat(awaitEnd(task).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(rows("task")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "-1", "most", ""})
    void refusesAQuorumThatCannotBe(String quorum) throws Exception {
        scatter(quorum, exchange -> {});
        assertThat(hub.submit("work", "a,b,c").error().message()).contains("1 to the number of parts, 3");
    }

    @Test
    void rejectsACallbackThatNoTaskHasWaitedFor() {
        callbacks.receive(callback("1", "nobody", "hello"), "partner");
        pass(Duration.ofHours(23));
        timers.giveUpCallbacks();
        assertThat(rejected).isEmpty();
        pass(Duration.ofHours(2));
        timers.giveUpCallbacks();
        assertThat(rejected).containsEntry("tutti.rejected", "\"hello\"");
        assertThat(rows("callback")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waitFor(*, 'soon')",
                "waitFor(*, '10')",
                "waitFor(*, '-1h')",
                "waitFor(*, '99999d')",
                "waitUntil(*, 'tomorrow')",
                "waitUntil(*, '2026-11-24T10:30:00')",
                "awaitCallback(*, '', '1d')",
                "awaitCallback(*, 'a', 'never')"
            })
    void refusesWhatIsNoTime(String call) throws Exception {
        flow(wait("w", call));
        Task task = hub.submit("work", "go");
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error().kind()).isEqualTo("unfit");
        assertThat(task.error().message()).contains("found '");
    }

    private static final String AWAIT = wait("w", "awaitCallback(*, 'order-7', '1d')") + """
                    - setBody: {simple: "${body}, expired: ${variable.expired}"}
            """;

    private static String wait(String step, String call) {
        return """
                    - step:
                        id: %s
                        steps:
                          - bean: {ref: waits, method: "%s"}
            """.formatted(step, call);
    }

    private void scatter(String quorum, Processor part) throws Exception {
        hub.camel.getRegistry().bind("part", part);
        hub.flow(TaskHarness.HEAD + """
                        - process: {ref: parts}
                        - step:
                            id: ask
                            steps:
                              - bean: {ref: scatter, method: "gather(*, 'part', '%s', '1h', 'stop')"}
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
                """.formatted(quorum));
    }

    private void awaitPartsEnded(int parts) {
        Awaitility.await()
                .until(() -> hub.jdbc
                                .sql("SELECT COUNT(*) FROM task WHERE flow = 'part' AND ended_at IS NOT NULL")
                                .query(Integer.class)
                                .single()
                        == parts);
    }

    private void flow(String waits) throws Exception {
        hub.flow(TaskHarness.HEAD + """
                        - step:
                            id: first
                            steps:
                              - process: {ref: first}
                """ + waits);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        timers.wakeDue();
    }

    private Task awaitEnd(Task task) {
        return Awaitility.await().until(() -> hub.tasks.require(task.id(), null), found -> found.endedAt() != null);
    }

    private Callback callback(String id, String correlation, String body) {
        return new Callback(TaskHarness.TENANT, id, correlation, TextNode.valueOf(body), clock.instant());
    }

    private int rows(String table) {
        return hub.jdbc
                .sql("SELECT COUNT(*) FROM " + table)
                .query(Integer.class)
                .single();
    }

    private Write audit(AuditEvent event) {
        audited.add(event);
        return NOTHING;
    }

    private final class Sent implements Outbox {

        @Override
        public Write toQueue(String queue, String body, Map<String, String> headers) {
            rejected.put(queue, body);
            return NOTHING;
        }

        @Override
        public Write toQueue(String queue, Claim body, Map<String, String> headers) {
            return toQueue(queue, body.text(), headers);
        }

        @Override
        public Write toFile(String file, Claim body) {
            throw new AssertionError(file);
        }
    }
}
