package io.tutti.model;

import io.tutti.check.Checks;
import io.tutti.home.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the checks of a pool: names, or names with options. */
final class CheckReader {

    private static final double SUPPORTED = 0.5;
    private static final double GOOD = 0.7;
    private static final String ROUTE = "[a-z][a-z0-9-]*";

    private final Checks checks;
    private final Set<String> models;

    CheckReader(Checks checks, Set<String> models) {
        this.checks = checks;
        this.models = models;
    }

    List<PoolCheck> read(Setting list) {
        List<PoolCheck> found = new ArrayList<>();
        for (Setting item : list.items()) {
            PoolCheck check = item.node().isObject()
                    ? withOptions(item)
                    : plain(item, item.node().asText());
            if (found.stream().anyMatch(other -> other.name().equals(check.name()))) {
                throw list.wrong("the check " + check.name() + " is there twice; name it once.");
            }
            found.add(check);
        }
        return found;
    }

    private PoolCheck plain(Setting item, String name) {
        if (name.equals(PoolCheck.Supported.NAME)) {
            return new PoolCheck.Supported(SUPPORTED);
        }
        return checks.plain(name)
                .<PoolCheck>map(PoolCheck.Plain::new)
                .orElseThrow(() -> item.wrong(
                        names().contains(name)
                                ? "the check " + name + " needs to be told what to look for; write {" + name + ": ...}."
                                : "there is no check " + name + "; there are " + String.join(", ", names()) + "."));
    }

    private PoolCheck withOptions(Setting item) {
        Map<String, Setting> entries = item.entries();
        if (entries.size() != 1) {
            throw item.wrong("expected a check with its options, for example {length: {most: 500}}.");
        }
        String name = entries.keySet().iterator().next();
        Setting options = item.at(name);
        return switch (name) {
            case PoolCheck.Supported.NAME -> new PoolCheck.Supported(item.fraction(name, SUPPORTED));
            case PoolCheck.Judge.NAME -> judge(options);
            case PoolCheck.ByRoute.NAME -> route(options);
            default ->
                checks.with(name, options)
                        .<PoolCheck>map(PoolCheck.Plain::new)
                        .orElseThrow(() -> item.wrong("there is no check " + name + " with options; there are "
                                + String.join(", ", names()) + "."));
        };
    }

    private PoolCheck judge(Setting options) {
        String model = options.text("model", "");
        if (!models.contains(model)) {
            throw options.wrong("the judge's model is '" + model + "'; there are " + String.join(", ", models) + ".");
        }
        return new PoolCheck.Judge(
                model, options.text("asks", "Is the answer right and complete?"), options.fraction("least", GOOD));
    }

    private static PoolCheck route(Setting options) {
        String route = options.node().asText();
        if (!route.matches(ROUTE)) {
            throw options.wrong("expected the name of a direct: endpoint, for example my-check.");
        }
        return new PoolCheck.ByRoute(route);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(checks.names());
        names.addAll(Set.of(PoolCheck.Supported.NAME, PoolCheck.Judge.NAME, PoolCheck.ByRoute.NAME));
        return names;
    }
}
