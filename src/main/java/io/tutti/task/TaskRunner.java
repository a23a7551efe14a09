package io.tutti.task;

import io.tutti.commit.Commits;
import io.tutti.definition.Definitions;
import io.tutti.definition.Way;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.gate.Drain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
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

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

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
    private final Drain drain;
    private final Semaphore places;
    /** The tasks that run here, and whether somebody asked meanwhile that they be taken up. */
    private final Map<String, Boolean> here = new ConcurrentHashMap<>();

    private final Set<String> lost = ConcurrentHashMap.newKeySet();
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
            TaskSettings settings,
            Drain drain) {
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
        this.drain = drain;
        this.places = new Semaphore(settings.concurrent());
    }

    /** Runs a task that was accepted a moment ago: this hub holds it, or any may, or it stands in line in its conversation. */
    void startFresh(JdbcTasks.Stored accepted) {
        if (accepted.task().isPart()) {
            takeUp(accepted.task().id());
            return;
        }
        if (accepted.task().conversation() == null) {
            submit(
                    accepted.task().id(),
                    () -> Optional.of(run(settling.settle(accepted), null, List.of(), new Recent())));
            return;
        }
        takeUpNext(accepted.task());
    }

    /**
     * Claims and runs a task that nobody holds; does nothing when somebody was first, it is not its turn, or this hub
     * takes no work.
     */
    void takeUp(String taskId) {
        if (drain.isOn()) {
            return;
        }
        submit(taskId, () -> claim(taskId).map(this::goOn));
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

    /**
     * Waits until fewer tasks run than may; doors that can wait call it before they accept.
     *
     * @throws Unavailable when the hub takes no work
     */
    void awaitPlace() throws InterruptedException {
        do {
            drain.requireOff();
        } while (!places.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        places.release();
    }

    boolean isStopping() {
        return drain.isStopping();
    }

    /** Lets go of tasks whose run ended here because the database was away, so that they need not wait for their lease. */
    void giveBackLost() {
        Set<String> mine =
                lost.stream().filter(taskId -> !here.containsKey(taskId)).collect(Collectors.toSet());
        giveBack(mine);
        lost.removeAll(mine);
    }

    private void giveBack(Set<String> taskIds) {
        if (!taskIds.isEmpty()) {
            commits.commit(taskIds.stream()
                    .map(taskId -> leases.release(taskId, owner.name()))
                    .toList());
        }
    }

    /** Whether a run of this hub holds the task; whoever joined those that wait for it before is told its end. */
    boolean holds(String taskId) {
        return here.containsKey(taskId);
    }

    /** The tasks that a run of this hub holds, or that wait here for a place. */
    Set<String> held() {
        return Set.copyOf(here.keySet());
    }

    /** @param work returns the task when its run came to its end */
    private void submit(String taskId, Supplier<Optional<Task>> work) {
        if (here.compute(taskId, (id, runs) -> runs != null)) {
            return;
        }
        try {
            threads.execute(() -> work(taskId, work));
        } catch (RejectedExecutionException e) {
            here.remove(taskId);
            giveBack(Set.of(taskId));
        }
    }

    private void work(String taskId, Supplier<Optional<Task>> work) {
        Optional<Task> settled = Optional.empty();
        boolean again;
        places.acquireUninterruptibly();
        try {
            settled = work.get();
        } catch (Fenced e) {
            LOG.info(e.getMessage());
        } catch (Unavailable | DataAccessException e) {
            lost.add(taskId);
            LOG.warn("Task {} stops here and is taken up again soon: {}", taskId, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Task {} stops here by a fault and is taken up again when its lease ends", taskId, e);
        } finally {
            places.release();
            again = Boolean.TRUE.equals(here.remove(taskId));
        }
        settled.ifPresent(end::tell);
        settled.ifPresent(this::takeUpNext);
        if (again) {
            takeUp(taskId);
        }
    }

    private Optional<JdbcTasks.Stored> claim(String taskId) {
        try {
            commits.commit(List.of(leases.claim(taskId, owner.name())));
        } catch (Refused e) {
            LOG.debug(e.getMessage());
            return Optional.empty();
        }
        return tasks.find(taskId);
    }

    private Task goOn(JdbcTasks.Stored claimed) {
        String taskId = claimed.task().id();
        var settled = settling.settle(claimed);
        var recent = new Recent();
        return run(settled, pools.find(taskId).orElse(null), journal.read(taskId, recent), recent);
    }

    private Task run(TaskDefinitions.Settled settled, @Nullable String pool, List<Entry> entries, Recent recent) {
        JdbcTasks.Stored held = settled.held();
        var run = new RunningTask(held, pool, journal, entries, recent);
        if (held.crashes() >= MOST_CRASHES) {
            return end.giveUp(run, entries, held.reply());
        }
        if (settled.parked() != null) {
            return end.park(run, settled.parked(), held.reply());
        }
        Exchange exchange = TaskExchange.begin(camel, run, journal.json());
        try (Way way = definitions.enter(run.flow(), held.definition(), run::askToLeave)) {
            producer.send(way.endpoint(), exchange);
        }
        return end.settle(run, exchange, held.reply());
    }

    /**
     * Lets the steps that run end for a while; a task goes on after the restart, or on another hub at once. They are not
     * interrupted: H2 closes its file when a thread that reads it is.
     */
    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        threads.shutdown();
        Duration grace = settings.stopGrace();
        try {
            if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                Set<String> left = held();
                LOG.info("{} tasks still run after {}; they are given back and go on elsewhere.", left.size(), grace);
                giveBack(left);
            }
            giveBackLost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Unavailable e) {
            LOG.warn("Tasks could not be given back and go on when their lease ends: {}", e.getMessage());
        }
    }
}
