package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.failure.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task is run again, or forked, from a place in its journal. */
class ReplaysRouteTests {

    private static final String FLOW = TaskHarness.HEAD + """
                    - step:
                        id: first
                        steps:
                          - process: {ref: first}
                    - step:
                        id: outer
                        steps:
                          - step:
                              id: inner
                              steps:
                                - process: {ref: inner}
                          - process: {ref: around}
                    - step:
                        id: last
                        steps:
                          - process: {ref: last}
            """;

    @TempDir
    private Path data;

    private TaskHarness hub;
    private final AtomicInteger firstRuns = new AtomicInteger();
    private final AtomicInteger innerRuns = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final List<Optional<String>> pools = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        hub = TaskHarness.on(database(), data);
        hub.bind("first", exchange -> {
            firstRuns.incrementAndGet();
            exchange.getMessage().setBody(exchange.getMessage().getBody() + " first");
        });
        hub.bind("inner", exchange -> {
            innerRuns.incrementAndGet();
            exchange.getMessage().setBody(exchange.getMessage().getBody() + " inner");
        });
        hub.bind(
                "around",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody() + " around"));
        hub.bind("last", exchange -> {
            pools.add(TaskRun.of(exchange).orElseThrow().pool());
            if (broken.get()) {
                throw new IllegalStateException("not yet");
            }
            exchange.getMessage().setBody(exchange.getMessage().getBody() + " last");
        });
        hub.flow(FLOW);
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
    void forksFromAStepAndRunsWhatIsInsideItAgain() throws Exception {
        Task source = hub.tasks.require(hub.submit("work", "go").id(), null);
        Task fork = fork(source, "outer", null);
        assertThat(fork.output().asText()).isEqualTo("go first inner around last");
        assertThat(fork.id()).isNotEqualTo(source.id());
        assertThat(firstRuns).hasValue(1);
        assertThat(innerRuns).hasValue(2);
        assertThat(hub.tasks.require(source.id(), null)).isEqualTo(source);
        assertThat(hub.audited)
                .anySatisfy(event -> assertThat(event.detail())
                        .containsEntry("forkedFrom", source.id())
                        .containsEntry("from", "outer")
                        .containsEntry("edited", false));
    }

    @Test
    void forksWithAnotherResultInThePlaceOfARecordedOne() throws Exception {
        Task source = hub.submit("work", "go");
        Task inner = fork(source, "outer/inner", TextNode.valueOf("mended"));
        assertThat(inner.output().asText()).isEqualTo("mended around last");
        Task outer = fork(source, "outer", TextNode.valueOf("mended"));
        assertThat(outer.output().asText()).isEqualTo("mended last");
        assertThat(firstRuns).hasValue(1);
        assertThat(innerRuns).hasValue(1);
    }

    @Test
    void forksAForkWithAnotherInputAndALargeResult() throws Exception {
        Task source = hub.submit("work", "go");
        String large = "x".repeat(Folding.SHARED + 1);
        Task fork = fork(source, "first", TextNode.valueOf(large));
        Task again = fork(fork, "last", null);
        assertThat(again.output().asText()).isEqualTo(large + " inner around last");
        assertThat(hub.jdbc
                        .sql("SELECT COUNT(*) FROM payload WHERE body = :body")
                        .param("body", Folding.TEXT + large)
                        .query(Integer.class)
                        .single())
                .as("stored once")
                .isEqualTo(1);
        Task other = hub.await(hub.replays
                .fork(source.id(), "first", null, null, asked(TextNode.valueOf("stop")))
                .id());
        assertThat(other.output().asText()).isEqualTo("stop first inner around last");
    }

    @Test
    void refusesAKeyThatIsNotInTheJournal() throws Exception {
        Task source = hub.submit("work", "go");
        assertThatThrownBy(() -> fork(source, "nowhere", null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'nowhere'")
                .hasMessageContaining("/journal");
        assertThat(hub.tasks.list(new TaskFilter(null, null, null, null, null, 10)))
                .hasSize(1);
    }

    @Test
    void redrivesFromAStepAndRepeatsNoCallThatIsRecordedInsideIt() throws Exception {
        broken.set(true);
        Task failed = hub.submit("work", "go");
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        broken.set(false);
        hub.replays.redrive(failed.id(), "outer", null, List.of());
        Task done = hub.await(failed.id());
        assertThat(done.output().asText()).isEqualTo("go first inner around last");
        assertThat(firstRuns).hasValue(1);
        assertThat(innerRuns).hasValue(1);
    }

    @Test
    void forksWithAPoolForTheForksModelCallsAlone() throws Exception {
        Task source = hub.submit("work", "go");
        Task fork = hub.await(hub.replays
                .fork(source.id(), "last", null, "careful", asked(source.input()))
                .id());
        assertThat(fork.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(pools).containsExactly(Optional.empty(), Optional.of("careful"));
        assertThat(hub.audited).anySatisfy(event -> assertThat(event.detail()).containsEntry("pool", "careful"));
    }

    @Test
    void redrivesWithAPoolThatLaterRedrivesKeep() throws Exception {
        broken.set(true);
        Task failed = hub.submit("work", "go");
        hub.replays.redrive(failed.id(), null, null, List.of(hub.replays.usePool(failed.id(), "careful")));
        assertThat(hub.await(failed.id()).status()).isEqualTo(TaskStatus.FAILED);
        broken.set(false);
        hub.replays.redrive(failed.id(), null, null, List.of());
        assertThat(hub.await(failed.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(pools).containsExactly(Optional.empty(), Optional.of("careful"), Optional.of("careful"));
    }

    private Task fork(Task source, String from, JsonNode output) throws InterruptedException {
        return hub.await(hub.replays
                .fork(source.id(), from, output, null, asked(source.input()))
                .id());
    }

    private static NewTask asked(JsonNode input) {
        return new NewTask("work", input, null, null, "ops", TaskHarness.TENANT, new Reply.Nowhere());
    }
}
