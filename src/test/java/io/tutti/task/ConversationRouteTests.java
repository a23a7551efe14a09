package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks of one conversation begin in their order, those of different ones at the same time. The clockwork that looks for
 * tasks each second does not run unless a test begins it, so that nothing here is found by it.
 */
class ConversationRouteTests {

    private static final String FLOW = TaskHarness.HEAD + """
                    - step:
                        id: say
                        steps:
                          - process: {ref: say}
            """;

    @TempDir
    Path data;

    private TaskHarness hub;
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Semaphore reached = new Semaphore(0);
    private final Semaphore goOn = new Semaphore(0);
    private final CountDownLatch unhang = new CountDownLatch(1);

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
        unhang.countDown();
        goOn.release(1000);
        hub.close();
    }

    @Test
    void runsInOrderWhatWasAcceptedTogether() throws Exception {
        hub.bind("say", note());
        hub.flow(FLOW);
        List<String> words = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        List<NewTask> requests =
                words.stream().map(word -> TaskHarness.said("c", word)).toList();
        List<Accepted> accepted = hub.tasks.acceptAll(requests);
        hub.await(accepted.getLast().task().id());
        assertThat(begun).containsExactlyElementsOf(words);
    }

    @Test
    void startsTheNextOnlyWhenTheOneBeforeHasEnded() throws Exception {
        hub.bind("say", stopping());
        hub.flow(FLOW);
        hub.say("c", "first");
        Task second = hub.say("c", "second").task();
        awaitReached();
        assertThat(second.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(owner(second.id())).isNull();
        goOn.release();
        awaitReached();
        assertThat(begun).containsExactly("first", "second");
        goOn.release();
        assertThat(hub.await(second.id()).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void runsDifferentConversationsAndTenantsAtTheSameTime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        hub.bind("say", exchange -> together.await(10, TimeUnit.SECONDS));
        hub.flow(FLOW);
        List<Accepted> accepted = new ArrayList<>();
        accepted.add(hub.say("a", "1"));
        accepted.add(hub.say("b", "1"));
        NewTask said = TaskHarness.said("a", "1");
        accepted.add(hub.tasks.accept(
                new NewTask("work", said.input(), "a", null, "crm", "another tenant", new Reply.Nowhere())));
        accepted.add(hub.accept("work", "in no conversation", null));
        for (Accepted each : accepted) {
            assertThat(hub.await(each.task().id()).status()).isEqualTo(TaskStatus.COMPLETED);
        }
    }

    @Test
    void goesOnAfterOneThatFailed() throws Exception {
        hub.bind("say", exchange -> {
            note().process(exchange);
            if (begun.size() == 1) {
                throw new IllegalStateException("the first fails");
            }
        });
        hub.flow(FLOW);
        Task first = hub.say("c", "first").task();
        Task second = hub.say("c", "second").task();
        assertThat(hub.await(second.id()).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.await(first.id()).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void isNotHeldUpByOneThatWaitsAndHoldsUpWhatHasNotBegunOnceThatGoesOn() throws Exception {
        hub.bind("say", exchange -> {
            String word = word(exchange);
            begun.add(word);
            TaskRun run = TaskRun.of(exchange).orElseThrow();
            if (word.equals("ask") && begun.size() == 1) {
                throw run.suspend(run.call(exchange, EntryKind.HANDOFF));
            }
            reached.release();
            goOn.acquire();
        });
        hub.flow(FLOW);
        String asking = hub.say("c", "ask").task().id();
        String second = hub.say("c", "second").task().id();
        awaitReached();
        assertThat(hub.await(asking).status()).isEqualTo(TaskStatus.WAITING);
        String third = hub.say("c", "third").task().id();
        hub.tasks.wake(asking, List.of());
        awaitReached();
        assertThat(begun).as("it goes on beside the one that runs").containsExactly("ask", "second", "ask");
        goOn.release(3);
        assertThat(hub.await(third).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.await(asking).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.await(second).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(begun).containsExactly("ask", "second", "ask", "third");
    }

    @Test
    void goesOnWhenTheOneInFrontIsCancelled() throws Exception {
        hub.bind("say", stopping());
        hub.flow(FLOW);
        String first = hub.say("c", "first").task().id();
        String second = hub.say("c", "second").task().id();
        String third = hub.say("c", "third").task().id();
        awaitReached();
        hub.tasks.cancel(second, "crm");
        hub.tasks.cancel(first, "crm");
        awaitReached();
        goOn.release(2);
        assertThat(hub.await(third).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(begun).containsExactly("first", "third");
    }

    @Test
    void letsNobodyOvertakeATaskThatLostItsHub() throws Exception {
        hub.bind("say", exchange -> {
            begun.add(word(exchange));
            reached.release();
            unhang.await();
        });
        hub.flow(FLOW);
        hub.say("c", "lost");
        awaitReached();
        try (TaskHarness other = hub.restart(data.resolve("other"))) {
            other.bind("say", note());
            String second = other.flow(FLOW).say("c", "second").task().id();
            String elsewhere = other.say("another", "elsewhere").task().id();
            other.begin();
            other.await(elsewhere);
            assertThat(begun).containsExactly("lost", "elsewhere");
            hub.jdbc
                    .sql(
                            "UPDATE task SET owner = NULL, epoch = epoch + 1 WHERE status = 'RUNNING' AND owner IS NOT NULL")
                    .update();
            other.await(second);
            assertThat(begun).containsExactly("lost", "elsewhere", "lost", "second");
        }
    }

    @Test
    void keepsTheOrderOfTwoHubsThatRunTheSameConversations() throws Exception {
        int conversations = 5;
        int words = 20;
        hub.bind("say", note());
        hub.flow(FLOW);
        List<String> ids = new ArrayList<>();
        try (TaskHarness other = hub.restart(data.resolve("other"))) {
            other.bind("say", note());
            other.flow(FLOW);
            hub.begin();
            other.begin();
            for (int word = 0; word < words; word++) {
                for (int c = 0; c < conversations; c++) {
                    TaskHarness accepting = (word + c) % 2 == 0 ? hub : other;
                    ids.add(accepting
                            .say("c" + c, "c" + c + " " + "%03d".formatted(word))
                            .task()
                            .id());
                }
            }
            for (String id : ids) {
                assertThat(hub.await(id).status()).isEqualTo(TaskStatus.COMPLETED);
            }
        }
        assertThat(begun).hasSize(conversations * words).doesNotHaveDuplicates();
        for (int c = 0; c < conversations; c++) {
            String conversation = "c" + c + " ";
            assertThat(begun.stream().filter(word -> word.startsWith(conversation)))
                    .isSorted();
        }
    }

    /** A step that says that it was reached and stops until it may go on. */
    private Processor stopping() {
        return exchange -> {
            begun.add(word(exchange));
            reached.release();
            goOn.acquire();
        };
    }

    private Processor note() {
        return exchange -> begun.add(word(exchange));
    }

    private static String word(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private void awaitReached() throws InterruptedException {
        assertThat(reached.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    private String owner(String id) {
        return hub.jdbc
                .sql("SELECT owner FROM task WHERE id = :id")
                .param("id", id)
                .query((row, number) -> row.getString("owner"))
                .list()
                .getFirst();
    }
}
