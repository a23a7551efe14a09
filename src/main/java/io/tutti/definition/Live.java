package io.tutti.definition;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The definition that runs under its flow's own name, and the runs that are on it. Thread-safe. */
final class Live {

    private final Definition definition;
    private final Set<Way> runs = ConcurrentHashMap.newKeySet();

    Live(Definition definition) {
        this.definition = definition;
    }

    boolean is(String hash) {
        return definition.hash().equals(hash);
    }

    Way enter(Runnable leave) {
        var way = new Way("direct:" + definition.flow(), leave);
        runs.add(way);
        way.over().thenAccept(runs::remove);
        return way;
    }

    /** Asks all runs to stop where their next step would begin. */
    List<Way> clear() {
        List<Way> left = List.copyOf(runs);
        left.forEach(Way::askToLeave);
        return left;
    }
}
