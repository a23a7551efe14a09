package io.tutti.waiting;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditEvent;
import io.tutti.broker.Claim;
import io.tutti.broker.Outbox;
import io.tutti.commit.Write;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub of which tasks wait, and a clock that the test moves. */
abstract class WaitsScene {

    static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
    private static final Write NOTHING = Write.of("UPDATE task SET wake = wake WHERE 1 = 0");

    final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final InstantSource time = now::get;
    final Clock clock = time.withZone(ZoneOffset.UTC);
    private final ObjectMapper json = new ObjectMapper();
    final List<AuditEvent> audited = new ArrayList<>();
    final Map<String, String> rejected = new HashMap<>();
    final AtomicInteger firstRuns = new AtomicInteger();

    @TempDir
    Path data;

    TaskHarness hub;
    Timers timers;
    Callbacks callbacks;

    DataSource database() {
        return TaskHarness.h2();
    }

    @BeforeEach
    void start() {
        use(TaskHarness.on(database(), data));
    }

    final void use(TaskHarness harness) {
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

    final void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        timers.wakeDue();
    }

    final Task awaitEnd(Task task) {
        return Awaitility.await().until(() -> hub.tasks.require(task.id(), null), found -> found.endedAt() != null);
    }

    final int rows(String table) {
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
