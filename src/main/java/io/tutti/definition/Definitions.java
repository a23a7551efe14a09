package io.tutti.definition;

import io.tutti.audit.Recurring;
import io.tutti.commit.Commits;
import io.tutti.commit.DatabaseAway;
import io.tutti.commit.Write;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.home.YamlFile;
import io.tutti.rules.RouteWatcher;
import io.tutti.rules.RoutesBeside;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The definitions of flows. The present one of each flow is what its files say and runs under the flow's own name; an
 * older one, or that of another hub, runs beside it under a name with its hash, for the tasks that began with it.
 *
 * <p>While files change, no run begins under the flow's own name: all go to routes beside it, which no change touches, so
 * that no task meets another definition than its own. Thread-safe.
 */
@Component
public final class Definitions implements RouteWatcher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

    /** How long a change waits for runs to come to their next step. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SIGHTS = Duration.ofHours(1);

    /** Longer than any hub is between two sights, whatever its clock says. */
    private static final Duration UNSEEN = Duration.ofDays(1);

    private final JdbcDefinitions rows;
    private final Commits commits;
    private final RoutesBeside routes;
    private final Clock clock;
    private final Duration patience;
    private final Map<String, Definition> present = new ConcurrentHashMap<>();
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Recurring looking = new Recurring("definitions", Duration.ofSeconds(1), BETWEEN_LOOKS, this::tidy);
    private volatile Instant seen = Instant.EPOCH;
    private volatile boolean closed;

    @Autowired
    Definitions(JdbcDefinitions rows, Commits commits, RoutesBeside routes, Clock clock) {
        this(rows, commits, routes, clock, PATIENCE);
    }

    Definitions(JdbcDefinitions rows, Commits commits, RoutesBeside routes, Clock clock, Duration patience) {
        this.rows = rows;
        this.commits = commits;
        this.routes = routes;
        this.clock = clock;
        this.patience = patience;
    }

    /** The hash of the flow's present definition; empty when there is no such flow. */
    public Optional<String> present(String flow) {
        return Optional.ofNullable(present.get(flow)).map(Definition::hash);
    }

    /** What people are shown of a hash. */
    public static String shortened(String hash) {
        return Definition.shortened(hash);
    }

    /**
     * Makes sure that runs can begin on the definition {@code hash}.
     *
     * @throws Refused when it is gone, or cannot be loaded with what is there now; the message says why
     */
    public void require(String flow, String hash) {
        Live running = live.get(flow);
        if (running == null || !running.is(hash)) {
            kept(hash).load();
        }
    }

    /**
     * Begins a run.
     *
     * @param hash of the definition; null for whatever runs under the flow's name
     * @param leave asks the run to stop where its next step would begin, because its definition is replaced
     * @return where to go, to be closed when the run is over
     * @throws Refused as {@link #require}
     */
    public Way enter(String flow, @Nullable String hash, Runnable leave) {
        if (hash == null) {
            return new Way("direct:" + flow, leave);
        }
        var ways = new ArrayList<Way>();
        live.computeIfPresent(flow, (name, running) -> {
            if (running.is(hash)) {
                ways.add(running.enter(leave));
            }
            return running;
        });
        return ways.isEmpty() ? kept(hash).enter() : ways.getFirst();
    }

    private Kept kept(String hash) {
        return kept.computeIfAbsent(hash, key -> new Kept(key, rows, routes));
    }

    /** Lets the runs of flows that change come to a halt; those that do not in time are cut off and go on elsewhere. */
    @Override
    public void changing(List<YamlFile> files) {
        Map<String, Definition> next = DefinitionReader.read(files);
        List<CompletableFuture<Way>> running = new ArrayList<>();
        live.forEach((flow, before) -> {
            Definition after = next.get(flow);
            if (after == null || !before.is(after.hash())) {
                live.remove(flow);
                before.clear().forEach(way -> running.add(way.over()));
            }
        });
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("Some of {} tasks are still in a step of a flow that changes; it is run again.", running.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of a run never fails.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each definition is on disk before a task can begin with it. */
    @Override
    public void changed(List<YamlFile> files) {
        Map<String, Definition> now = DefinitionReader.read(files);
        keep(now.values());
        routes.beside(files);
        now.forEach((flow, definition) -> live.compute(
                flow,
                (name, running) -> running != null && running.is(definition.hash()) ? running : new Live(definition)));
        present.putAll(now);
        present.keySet().retainAll(now.keySet());
        kept.values().forEach(Kept::unload);
    }

    /** Another hub that starts at the same moment may keep the same; the second time it is there. */
    private void keep(Collection<Definition> definitions) {
        try {
            commits.commit(sighted(definitions));
        } catch (DatabaseAway e) {
            throw e;
        } catch (Unavailable e) {
            commits.commit(sighted(definitions));
        }
    }

    private List<Write> sighted(Collection<Definition> definitions) {
        Instant now = clock.instant();
        List<Write> change = new ArrayList<>();
        definitions.forEach(definition -> change.add(JdbcDefinitions.keep(definition, now)));
        definitions.forEach(definition -> change.add(JdbcDefinitions.seen(definition, now)));
        return change;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        looking.start();
    }

    /** Removes routes that no open task needs and, once in a while, deletes what no task names any more. */
    void tidy() {
        if (closed) {
            return;
        }
        kept.values().forEach(Kept::tidy);
        Instant now = clock.instant();
        if (seen.plus(BETWEEN_SIGHTS).isBefore(now)) {
            keep(present.values());
            commits.commit(List.of(JdbcDefinitions.deleteUnused(now.minus(UNSEEN))));
            seen = now;
        }
    }

    @Override
    public void close() {
        closed = true;
        looking.stop();
    }
}
