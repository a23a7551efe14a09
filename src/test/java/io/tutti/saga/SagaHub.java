package io.tutti.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.audit.AuditAction;
import io.tutti.task.Task;
import io.tutti.task.TaskFilter;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskRun;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The tasks' own parts with the saga service, the shipped flow {@code compensate}, and a route {@code direct:cancel} that
 * undoes whatever its header {@code what} says. A second one on the same database is a restart.
 */
public final class SagaHub implements AutoCloseable {

    /** The undo that all bookings declare. */
    static final String CANCEL = """
            - route:
                id: cancel
                from:
                  uri: direct:cancel
                  steps:
                    - process: {ref: cancel}
            """;

    private static final String BOOKING = """
            - route:
                id: book-%1$s
                from:
                  uri: direct:book-%1$s
                  steps:
                    - saga:
                        compensation: {uri: "%2$s"}
                        option:
                          - key: what
                            expression: {constant: {expression: "%1$s"}}
                        steps:
                          - process: {ref: %1$s}
            """;

    private static final List<String> BOOKINGS = List.of("first", "second", "third");

    private static final List<String> SHIPPED = List.of(
            "00-common/errors-to-caller",
            "00-common/errors-to-dead-letter",
            "90-beside/dead-letter",
            "30-flows/compensate");

    final TaskHarness hub;
    final JdbcCompensations rows;
    /** What was undone, in the order of undoing. */
    final List<String> undone;
    /** The headers of each undo. */
    final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    /** Whose undo or booking fails. */
    final Set<String> broken;

    final Semaphore reached = new Semaphore(0);
    final CountDownLatch unhang = new CountDownLatch(1);

    private SagaHub(TaskHarness hub, List<String> undone, Set<String> broken) throws Exception {
        this.hub = hub;
        this.undone = undone;
        this.broken = broken;
        rows = new JdbcCompensations(hub.jdbc, hub.json, Clock.systemUTC());
        hub.endings.add(new UndoEndedTasks(rows, hub.json));
        var registry = hub.camel.getRegistry();
        registry.bind("taskSagas", new TaskSagas(rows, hub.json));
        registry.bind("compensation", new Undos(hub.camel, rows, hub::audit, hub.json));
        registry.bind("deadLetter", new Parking());
        hub.bind("nothing", exchange -> {});
        hub.bind("cancel", this::cancel);
        for (String id : BOOKINGS) {
            hub.bind(id, exchange -> book(id));
        }
        hub.bind("hang", exchange -> {
            reached.release();
            unhang.await();
        });
        for (String file : SHIPPED) {
            PluginHelper.getRoutesLoader(hub.camel)
                    .loadRoutes(PluginHelper.getResourceLoader(hub.camel)
                            .resolveResource("file:routes/" + file + ".camel.yaml"));
        }
    }

    static SagaHub on(DataSource database, Path data) throws Exception {
        return new SagaHub(TaskHarness.on(database, data), new CopyOnWriteArrayList<>(), ConcurrentHashMap.newKeySet());
    }

    SagaHub restart(Path data) throws Exception {
        return new SagaHub(hub.restart(data), undone, broken);
    }

    /** A flow of these steps, whose bookings are undone by {@code direct:cancel}; it takes tasks up that nobody holds. */
    SagaHub flow(String... steps) throws Exception {
        return flowUndoneBy("direct:cancel", steps);
    }

    SagaHub flowUndoneBy(String compensation, String... steps) throws Exception {
        StringBuilder routes = new StringBuilder(TaskHarness.HEAD + String.join("", steps) + CANCEL);
        BOOKINGS.forEach(id -> routes.append(BOOKING.formatted(id, compensation)));
        hub.flow(routes.toString()).begin();
        return this;
    }

    /** Adds a route that the flow may call; call it before {@link #flow}. */
    SagaHub route(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(hub.camel)
                .loadRoutes(ResourceHelper.fromString("part" + yaml.hashCode() + ".camel.yaml", yaml));
        return this;
    }

    /** A step that calls the route of the booking {@code id}, which declares its undo. */
    static String booking(String id) {
        return call(id, "book-" + id);
    }

    /** A step that calls a route. */
    static String call(String step, String route) {
        return """
                        - step:
                            id: %s
                            steps:
                              - to: {uri: "direct:%s"}
                """.formatted(step, route);
    }

    /** A step that runs the processor {@code id} and has no undo. */
    static String step(String id) {
        return """
                        - step:
                            id: %1$s
                            steps:
                              - process: {ref: %1$s}
                """.formatted(id);
    }

    Task fail(String... brokenOnes) throws Exception {
        broken.addAll(List.of(brokenOnes));
        Task failed = hub.submit("work", "go");
        assertThat(failed.status()).hasToString("FAILED");
        return failed;
    }

    String hang() throws InterruptedException {
        String id = hub.accept("work", "go", null).task().id();
        assertThat(reached.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        return id;
    }

    /** The tasks that undo others, once they have ended. */
    List<Task> undoing() throws InterruptedException {
        List<Task> ended = new ArrayList<>();
        for (Task task : hub.tasks.list(new TaskFilter(null, "compensate", null, null, null, 10))) {
            ended.add(hub.await(task.id()));
        }
        return ended;
    }

    List<String> auditedUndos() {
        return hub.audited.stream()
                .filter(event -> event.action() == AuditAction.STEP_UNDONE)
                .map(event -> event.task() + " " + event.subject())
                .toList();
    }

    long registered() {
        return hub.jdbc
                .sql("SELECT COUNT(*) FROM compensation")
                .query(Long.class)
                .single();
    }

    private void book(String id) {
        if (broken.contains(id)) {
            throw new IllegalStateException(id + " is sold out");
        }
    }

    private void cancel(Exchange exchange) {
        String what = exchange.getMessage().getHeader("what", String.class);
        if (broken.contains("cancel " + what)) {
            throw new IllegalStateException(what + " cannot be cancelled");
        }
        headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
        undone.add(what);
    }

    @Override
    public void close() throws Exception {
        unhang.countDown();
        hub.close();
    }

    /** As the bean of the dead letters does. */
    public static final class Parking {

        public void park(Exchange exchange) {
            Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
            TaskRun.of(exchange).ifPresent(run -> run.fail(caught));
        }
    }
}
