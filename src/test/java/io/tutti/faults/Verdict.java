package io.tutti.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One line per law, with its count and the first offenders. */
final class Verdict {

    private static final int SHOWN = 5;

    private final List<String> lines = new ArrayList<>();
    private boolean kept = true;

    void law(String name, Collection<String> offenders) {
        kept &= offenders.isEmpty();
        lines.add("LAW %-14s %d%s"
                .formatted(
                        name,
                        offenders.size(),
                        offenders.isEmpty()
                                ? ""
                                : " " + offenders.stream().limit(SHOWN).toList()));
    }

    void fact(String name, String figure) {
        lines.add("    %-14s %s".formatted(name, figure));
    }

    /** Prints the lines; returns whether every law was kept. */
    boolean print() {
        lines.forEach(System.out::println);
        return kept;
    }
}
