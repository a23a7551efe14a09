package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.failure.Refused;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long text is stored once, stays as long as a task refers to it, and goes with the last one. */
class PayloadsRouteTests {

    private static final String LONG = "x".repeat(JdbcPayloads.INLINE + 1);

    @TempDir
    private Path data;

    private TaskHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = TaskHarness.on(database(), data);
        hub.bind("first", exchange -> exchange.getMessage().setBody(LONG));
        hub.bind("second", exchange -> exchange.setVariable("other", LONG + "!"));
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
    void isStoredAgainAfterItsLastTaskIsGone() throws Exception {
        hub.forget(hub.submit("work", "one"));
        Task again = hub.submit("work", "two");
        assertThat(hub.tasks.require(again.id(), null).output().asText()).isEqualTo(LONG);
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
        return hub.jdbc.sql("SELECT COUNT(*) FROM payload").query(Long.class).single();
    }
}
