package io.tutti.rules;

import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed route files into the running hub: a broken file is refused with its line, and the old route stays.
 *
 * <p>It looks at the files' text instead of waiting for events: editors write in many ways, and network folders send
 * no events. A text is taken when it was the same at two looks, so that a half-written file is not judged.
 *
 * <p>{@link #look} is called by one thread at a time.
 */
final class LiveRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final Home home;
    private final RouteChanges told;
    private final RouteWatcher watcher;
    private final ReloadSettings settings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-routes").daemon(true).factory());

    private final CamelRoutes routes;
    private Map<String, Source> running;
    private Map<String, Source> judged;
    private Map<String, Source> seen;

    /**
     * @param home where the files lie
     * @param told who wants to know what became of a change
     * @param watcher who wants to know what runs
     * @param settings how often to look
     * @param sources what runs now
     * @param routes where it runs
     */
    LiveRoutes(
            Home home,
            RouteChanges told,
            RouteWatcher watcher,
            ReloadSettings settings,
            Map<String, Source> sources,
            CamelRoutes routes) {
        this.home = home;
        this.told = told;
        this.watcher = watcher;
        this.settings = settings;
        this.routes = routes;
        this.running = Map.copyOf(sources);
        this.judged = running;
        this.seen = running;
    }

    /** Looks again and again, until {@link #close}. */
    void watch() {
        long millis = settings.every().toMillis();
        if (millis > 0) {
            timer.scheduleWithFixedDelay(this::lookSafely, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Takes what has changed since it was last judged and has come to rest. */
    void look() {
        Map<String, Source> now = Source.all(home.routes(), RouteRules.EXTENSION);
        boolean atRest = now.equals(seen);
        seen = now;
        if (atRest && !now.equals(judged)) {
            Map<String, Source> before = judged;
            judged = now;
            try {
                take(changes(before, now));
            } catch (RuntimeException e) {
                judged = before;
                throw e;
            }
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("The route directories could not be looked at; trying again in {}", settings.every(), e);
        }
    }

    /** The names that differ; a file that is gone has no source. */
    private static List<Change> changes(Map<String, Source> before, Map<String, Source> now) {
        var names = new TreeMap<String, Source>(before);
        names.putAll(now);
        return names.keySet().stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .map(name -> new Change(name, now.get(name)))
                .toList();
    }

    /** Refuses broken changes one after the other until the rest fits together, then takes the rest. */
    private void take(List<Change> changes) {
        List<Change> good = new ArrayList<>(changes);
        while (!good.isEmpty()) {
            Map<String, Source> candidate = with(good);
            List<Finding> wrong = Rules.check(
                            candidate.values(),
                            Source.all(home.connectors(), KameletRules.EXTENSION)
                                    .values(),
                            Rules.Schemas.WITH_CAMELS)
                    .stream()
                    .filter(Finding::stops)
                    .toList();
            if (wrong.isEmpty()) {
                apply(good, candidate);
                return;
            }
            refuse(good, wrong);
        }
    }

    /** A finding in a file that did not change is the doing of the changes together, for example of a removal. */
    private void refuse(List<Change> good, List<Finding> wrong) {
        List<Change> broken =
                good.stream().filter(change -> findingIn(change, wrong) != null).toList();
        for (Change change : broken.isEmpty() ? List.copyOf(good) : broken) {
            Finding finding = findingIn(change, wrong);
            told.refused(change.name(), String.valueOf(finding == null ? wrong.getFirst() : finding));
            good.remove(change);
        }
    }

    private static @Nullable Finding findingIn(Change change, List<Finding> wrong) {
        Path file = change.source() == null ? null : change.source().file();
        return wrong.stream()
                .filter(finding -> finding.file().equals(file))
                .findFirst()
                .orElse(null);
    }

    private void apply(List<Change> changes, Map<String, Source> candidate) {
        List<Runnable> outcomes = new ArrayList<>();
        watcher.changing(Source.parsed(candidate.values()));
        try {
            applyEach(changes, candidate, outcomes);
        } finally {
            watcher.changed(Source.parsed(running.values()));
        }
        outcomes.forEach(Runnable::run);
    }

    private void applyEach(List<Change> changes, Map<String, Source> candidate, List<Runnable> outcomes) {
        Map<String, Source> before = running;
        for (Change change : changes) {
            Source old = before.get(change.name());
            try {
                apply(change, old, candidate);
                running = with(List.of(change));
                outcomes.add(() -> told.taken(change.name(), change.source() == null));
            } catch (WrongSetting e) {
                outcomes.add(() -> told.refused(change.name(), String.valueOf(e.getMessage())));
                restore(change, old);
            }
        }
    }

    private void apply(Change change, @Nullable Source old, Map<String, Source> candidate) {
        Source source = change.source();
        if (source == null) {
            if (old != null) {
                routes.remove(old);
            }
            return;
        }
        // Routes keep a copy of their error configuration from the time when they were made.
        routes.replace(CamelRoutes.isErrorConfiguration(source) ? List.copyOf(candidate.values()) : List.of(source));
    }

    private void restore(Change change, @Nullable Source old) {
        if (change.source() != null) {
            routes.remove(change.source());
        }
        if (old != null) {
            routes.replace(List.of(old));
        }
    }

    private Map<String, Source> with(List<Change> changes) {
        Map<String, Source> all = new HashMap<>(running);
        changes.forEach(change -> {
            if (change.source() == null) {
                all.remove(change.name());
            } else {
                all.put(change.name(), change.source());
            }
        });
        return all;
    }

    private record Change(String name, @Nullable Source source) {}
}
