package io.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.failure.Refused;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that wait for a time or a callback. */
class WaitsRouteTests extends WaitsScene {

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
        hub.tasks.wake(task.id(), List.of());
        assertThat(hub.await(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
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

    private void flow(String waits) throws Exception {
        hub.flow(TaskHarness.HEAD + """
                        - step:
                            id: first
                            steps:
                              - process: {ref: first}
                """ + waits);
    }

    private Callback callback(String id, String correlation, String body) {
        return new Callback(TaskHarness.TENANT, id, correlation, TextNode.valueOf(body), clock.instant());
    }
}
