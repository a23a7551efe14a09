package io.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that wait for the answers of their parts. */
class GatherRouteTests extends WaitsScene {

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
}
