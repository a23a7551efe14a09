package io.tutti.rules;

import io.tutti.home.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings while they are collected. Used by one thread. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    /** The hub cannot run with this. */
    void stop(YamlFile file, String pointer, String message) {
        all.add(new Finding(file.file(), file.line(pointer), message, true));
    }

    /** The hub can run with this, but its reader will not like it. */
    void advise(YamlFile file, String pointer, String message) {
        all.add(new Finding(file.file(), file.line(pointer), message, false));
    }

    void add(Finding finding) {
        all.add(finding);
    }

    boolean isEmptyFor(Path file) {
        return all.stream().noneMatch(finding -> finding.file().equals(file));
    }

    List<Finding> inOrder() {
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing((Finding finding) -> finding.file().toString())
                        .thenComparing(Finding::line)
                        .thenComparing(Finding::message))
                .toList();
    }
}
