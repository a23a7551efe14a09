package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.broker.Claim;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long text is stored once, stays as long as a task refers to it, and goes with the last one. */
class PayloadsRouteTests {

    private static final String LONG = "x".repeat(Folding.SHARED + 1);

    private static final String SHORTER = "y".repeat(Folding.LONG + 1);

    @TempDir
    private Path data;

    private TaskHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = TaskHarness.on(database(), data);
        hub.bind("first", exchange -> exchange.getMessage().setBody(LONG));
        hub.bind("second", exchange -> exchange.setVariable("other", "!" + LONG));
        hub.flow(TaskHarness.TWO_STEPS);
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
    void staysWhileAnotherTaskRefersToIt() throws Exception {
        Task one = hub.submit("work", "one");
        Task two = hub.submit("work", "two");
        assertThat(payloads()).isEqualTo(2);
        hub.forget(one);
        assertThat(payloads()).isEqualTo(2);
        assertThat(hub.tasks.require(two.id(), null).output().asText()).isEqualTo(LONG);
        hub.forget(two);
        assertThat(payloads()).isZero();
    }

    @Test
    void staysWhileAForkRefersToIt() throws Exception {
        Task source = hub.submit("work", "go");
        Task fork = hub.await(hub.replays
                .fork(source.id(), "second", null, null, asked(source))
                .id());
        hub.forget(source);
        assertThat(hub.tasks.require(fork.id(), null).output().asText()).isEqualTo(LONG);
        assertThat(hub.tasks.journal(fork.id()).getFirst().output().asText()).isEqualTo(LONG);
        hub.forget(fork);
        assertThat(payloads()).isZero();
    }

    @Test
    void staysForAForkAlsoWhenItIsTheTasksOwn() throws Exception {
        Task source = hub.submit("work", SHORTER);
        Task fork = hub.await(hub.replays
                .fork(source.id(), "second", null, null, asked(source))
                .id());
        Task forkOfFork = hub.await(
                hub.replays.fork(fork.id(), "second", null, null, asked(fork)).id());
        hub.forget(source);
        assertThat(hub.tasks.require(fork.id(), null).input().asText()).isEqualTo(SHORTER);
        assertThat(hub.tasks.journal(fork.id()).getFirst().output().asText()).isEqualTo(LONG);
        hub.forget(fork);
        assertThat(hub.tasks.require(forkOfFork.id(), null).input().asText()).isEqualTo(SHORTER);
        hub.forget(forkOfFork);
        assertThat(payloads()).isZero();
    }

    @Test
    void goesWithTheForkWhenBothAreDeletedTogether() throws Exception {
        Task source = hub.submit("work", SHORTER);
        Task fork = hub.await(hub.replays
                .fork(source.id(), "second", null, null, asked(source))
                .id());
        hub.forget(source, fork);
        assertThat(payloads()).isZero();
    }

    /** Of what a loop says again and again, each round stores what is new, also when it goes on from its journal. */
    @Test
    void storesOfAGrowingListWhatIsNew() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        hub.bind("say", exchange -> {
            List<Object> said = new ArrayList<>(exchange.getVariable("said", List.of(), List.class));
            if (said.size() == 10 && broken.getAndSet(false)) {
                throw new Refused(Reason.UNFIT, "not now");
            }
            said.add(Map.of("role", "user", "content", said.size() + "x".repeat(3000)));
            exchange.setVariable("said", said);
            exchange.getMessage().setBody(said);
        });
        hub.flow(TaskHarness.HEAD.replace("work", "talk") + """
                        - loop:
                            constant: "20"
                            steps:
                              - step:
                                  id: round
                                  steps:
                                    - process: {ref: say}
                """);
        Task task = hub.submit("talk", "go");
        hub.replays.redrive(task.id(), null, null, List.of());
        assertThat(hub.await(task.id()).output()).hasSize(20);
        assertThat(hub.tasks.journal(task.id()).get(12).output()).hasSize(13);
        assertThat(number("SELECT COUNT(*) FROM payload WHERE body LIKE '#%'"))
                .as("the first list, and the last one as the output")
                .isEqualTo(2);
        assertThat(number("SELECT SUM(CHAR_LENGTH(body)) FROM payload")).isLessThan(20 * 3300);
    }

    @Test
    void isStoredAgainAfterItsLastTaskIsGone() throws Exception {
        hub.forget(hub.submit("work", "one"));
        Task again = hub.submit("work", "two");
        assertThat(hub.tasks.require(again.id(), null).output().asText()).isEqualTo(LONG);
    }

    /** The reply of a task waits in the outbox as a claim; the task stays until it is sent, unless it never can be. */
    @Test
    void staysWhileAMessageClaimsIt() throws Exception {
        Task task = hub.submit("work", "one");
        JsonNode document = hub.json.createObjectNode().put("output", LONG.repeat(5));
        List<Write> change = new ArrayList<>();
        var payloads = new Payloads(new JdbcPayloads(hub.jdbc, hub.json));
        Claim claim = payloads.message(task.id(), document, change);
        assertThat(claim.taskId()).isEqualTo(task.id());
        assertThat(claim.text()).hasSizeLessThan(100);
        change.add(Write.of(
                "INSERT INTO outbox (kind, target, body, headers, claim_of) VALUES ('QUEUE', 'q', ?, '{}', ?)",
                claim.text(),
                claim.taskId()));
        hub.commits.commit(change);
        assertThat(payloads.read(task.id(), claim.text())).isEqualTo(document);
        assertThat(toBeDeleted()).isEmpty();
        hub.jdbc.sql("UPDATE outbox SET parked = CURRENT_TIMESTAMP").update();
        assertThat(toBeDeleted()).containsExactly(task.id());
        hub.jdbc.sql("DELETE FROM outbox").update();
        assertThat(toBeDeleted()).containsExactly(task.id());
    }

    @Test
    void writesAShortMessageAsItIs() {
        JsonNode document = hub.json.createObjectNode().put("output", LONG);
        List<Write> change = new ArrayList<>();
        Claim claim = new Payloads(new JdbcPayloads(hub.jdbc, hub.json)).message("t", document, change);
        assertThat(claim).isEqualTo(new Claim(null, document.toString()));
        assertThat(change).isEmpty();
    }

    private List<String> toBeDeleted() {
        return new JdbcEndedTasks(hub.jdbc).endedBy(Clock.systemUTC().instant(), "work", 10);
    }

    @Test
    void forksNoTaskThatIsDeletedMeanwhile() throws Exception {
        Task source = hub.submit("work", "go");
        hub.forget(source);
        assertThatThrownBy(() -> hub.commits.commit(List.of(JdbcEndedTasks.hold(source.id()))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has been deleted");
        assertThatThrownBy(() -> hub.tasks.require(source.id(), null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("there is none");
    }

    private static NewTask asked(Task source) {
        return new NewTask("work", source.input(), null, null, "ops", TaskHarness.TENANT, new Reply.Nowhere());
    }

    private long payloads() {
        return number("SELECT COUNT(*) FROM payload");
    }

    private long number(String query) {
        return hub.jdbc.sql(query).query(Long.class).single();
    }
}
