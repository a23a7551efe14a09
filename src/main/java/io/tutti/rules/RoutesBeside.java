package io.tutti.rules;

import io.tutti.failure.Unavailable;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.home.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Routes that run beside those of the files and have the ids and names that they are given here. Thread-safe. */
public final class RoutesBeside {

    private final Supplier<CamelContext> camel;
    private final Home home;
    private volatile List<YamlFile> files = List.of();

    /**
     * @param camel where they run; asked for late, because Camel is made with steps that are made with this
     * @param home where the connectors lie
     */
    public RoutesBeside(Supplier<CamelContext> camel, Home home) {
        this.camel = camel;
        this.home = home;
    }

    /** The route files that they run beside from now on. */
    public void beside(List<YamlFile> running) {
        files = List.copyOf(running);
    }

    /**
     * Adds routes.
     *
     * @param written what the rules are held against, as if it were in the place of what is there of the same names
     * @param text what runs
     * @throws Unavailable while the hub starts or stops
     * @throws WrongSetting when they call what is not there, or Camel refuses them; nothing was added
     */
    public synchronized void add(YamlFile written, String text) {
        refuseUnlessRunning(written);
        Rules.checkBeside(
                        files,
                        Source.all(home.connectors(), KameletRules.EXTENSION).values(),
                        written)
                .stream()
                .filter(Finding::stops)
                .findFirst()
                .ifPresent(wrong -> {
                    throw new WrongSetting(wrong.file(), wrong.line(), wrong.message());
                });
        var source = new Source(written.file(), text);
        var routes = new CamelRoutes(camel.get());
        try {
            routes.load(List.of(source));
        } catch (WrongSetting e) {
            refuseUnlessRunning(written);
            routes.remove(source);
            throw e;
        }
    }

    /** A hub that stops takes no routes, which says nothing about them. */
    private void refuseUnlessRunning(YamlFile written) {
        if (!camel.get().isStarted()) {
            throw new Unavailable(
                    "The routes of " + written.file() + " were to be loaded, but the hub starts or stops.");
        }
    }

    /** Removes what was added with this text. */
    public synchronized void remove(Path file, String text) {
        new CamelRoutes(camel.get()).remove(new Source(file, text));
    }
}
