package io.tutti.task;

import io.tutti.commit.Commits;
import io.tutti.definition.Definitions;
import io.tutti.definition.Way;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Runs flows on virtual threads, a bounded number at a time. Thread-safe. */
@Component
final class TaskRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    /** A task whose run was lost so often without a further step may be what kills the hub: it is run no more. */
    private static final int MOST_CRASHES = 3;

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Journal journal;
    private final JdbcTasks tasks;
    private final JdbcLeases leases;
    private final JdbcTurns turns;
    private final JdbcTaskPools pools;
    private final TaskDefinitions settling;
    private final Definitions definitions;
    private final Commits commits;
    private final TaskEnd end;
    private final Owner owner;
    private final TaskSettings settings;
    private final Semaphore places;
    private final Set<String> here = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TaskRunner(
            CamelContext camel,
            Journal journal,
            JdbcTasks tasks,
            JdbcLeases leases,
            JdbcTurns turns,
            JdbcTaskPools pools,
            TaskDefinitions settling,
            Definitions definitions,
            Commits commits,
            TaskEnd end,
            Owner owner,
            TaskSettings settings) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.journal = journal;
        this.tasks = tasks;
        this.leases = leases;
        this.turns = turns;
        this.pools = pools;
        this.settling = settling;
        this.definitions = definitions;
        this.commits = commits;
        this.end = end;
        this.owner = owner;
        this.settings = settings;
        this.places = new Semaphore(settings.concurrent());
    }

    /** Runs a task that was accepted a moment ago: it is held by this hub, or stands in line in its conversation. */
    void startFresh(JdbcTasks.Stored accepted) {
        if (accepted.task().conversation() == null) {
            submit(accepted.task().id(), () -> Optional.of(run(settling.settle(accepted), null, List.of())));
            return;
        }
        takeUpNext(accepted.task());
    }

    /** Claims and runs a task that nobody holds; does nothing when somebody was first, or it is not its turn. */
    void takeUp(String taskId) {
        submit(
                taskId,
                () -> claim(taskId)
                        .map(settling::settle)
                        .map(settled -> run(settled, pools.find(taskId).orElse(null), journal.read(taskId))));
    }

    /**
     * Takes up whatever is next in the conversation of {@code task}, if it has one. Whoever adds a task or takes one out
     * of the way looks after its own commit, so that the later of two looks finds the next; the claim decides.
     */
    void takeUpNext(Task task) {
        String conversation = task.conversation();
        if (conversation != null && !threads.isShutdown()) {
            threads.execute(() -> takeUpNext(task.tenant(), conversation));
        }
    }

    private void takeUpNext(String tenant, String conversation) {
        try {
            turns.next(tenant, conversation).ifPresent(this::takeUp);
        } catch (DataAccessException | RejectedExecutionException e) {
            LOG.info("The next task of a conversation is taken up a little later: {}", e.getMessage());
        }
    }

    /** Waits until fewer tasks run than may; doors that can wait call it before they accept. */
    void awaitPlace() throws InterruptedException {
        places.acquire();
        places.release();
    }

    /** The tasks that a run of this hub holds, or that wait here for a place. */
    Set<String> held() {
        return Set.copyOf(here);
    }

    /** @param work returns the task when its run came to its end */
    private void submit(String taskId, Supplier<Optional<Task>> work) {
        if (!here.add(taskId)) {
            return;
        }
        threads.execute(() -> {
            Optional<Task> settled = Optional.empty();
            places.acquireUninterruptibly();
            try {
                settled = work.get();
            } catch (Fenced e) {
                LOG.info(e.getMessage());
            } catch (Unavailable e) {
                LOG.warn("Task {} stops here and is taken up again when its lease ends: {}", taskId, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("Task {} stops here by a fault and is taken up again when its lease ends", taskId, e);
            } finally {
                places.release();
                here.remove(taskId);
            }
            settled.ifPresent(this::takeUpNext);
        });
    }

    private Optional<JdbcTasks.Stored> claim(String taskId) {
        try {
            commits.commit(List.of(tasks.claim(taskId, owner.name())));
        } catch (Refused e) {
            LOG.debug(e.getMessage());
            return Optional.empty();
        }
        return tasks.find(taskId);
    }

    private Task run(TaskDefinitions.Settled settled, @Nullable String pool, List<Entry> entries) {
        JdbcTasks.Stored held = settled.held();
        var run = new RunningTask(held.task(), held.epoch(), pool, journal, entries);
        if (held.crashes() >= MOST_CRASHES) {
            end.giveUp(run, entries, held.reply());
            return held.task();
        }
        if (settled.parked() != null) {
            end.park(run, settled.parked(), held.reply());
            return held.task();
        }
        Exchange exchange = exchange(run);
        try (Way way = definitions.enter(run.flow(), held.definition(), run::askToLeave)) {
            producer.send(way.endpoint(), exchange);
        }
        end.settle(run, exchange, held.reply());
        return held.task();
    }

    private Exchange exchange(RunningTask run) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(Snapshot.plain(run.task().input(), journal.json()));
        exchange.getMessage().setHeader(TaskHeader.TASK.word(), run.taskId());
        exchange.getMessage().setHeader(TaskHeader.TENANT.word(), run.tenant());
        run.conversation().ifPresent(id -> exchange.getMessage().setHeader(TaskHeader.CONVERSATION.word(), id));
        exchange.setProperty(TaskRun.PROPERTY, run);
        StepInterceptor.begin(exchange, journal.json());
        return exchange;
    }

    /**
     * Lets running tasks end for a while; what is left goes on after the restart, or on another hub at once. They are not interrupted: H2 closes its
     * file when a thread that reads it is.
     */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        Duration grace = settings.stopGrace();
        if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            Set<String> left = held();
            LOG.info("{} tasks still run after {}; they are given back and go on elsewhere.", left.size(), grace);
            commits.commit(left.stream()
                    .map(taskId -> leases.release(taskId, owner.name()))
                    .toList());
        }
    }
}
