package io.tutti.definition;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.WrongSetting;
import io.tutti.home.YamlFile;
import io.tutti.rules.RoutesBeside;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A definition that tasks began with and that is not the present one: loaded while somebody needs it. Thread-safe. */
final class Kept {

    private final String hash;
    private final JdbcDefinitions rows;
    private final RoutesBeside routes;
    private @Nullable Definition loaded;
    private @Nullable Refused problem;
    private int runs;

    Kept(String hash, JdbcDefinitions rows, RoutesBeside routes) {
        this.hash = hash;
        this.rows = rows;
        this.routes = routes;
    }

    /** @throws Refused when it is gone, or cannot be loaded with what is there now */
    synchronized Definition load() {
        if (loaded != null) {
            return loaded;
        }
        if (problem != null) {
            throw problem;
        }
        try {
            return loadNow();
        } catch (Refused e) {
            problem = e;
            throw e;
        }
    }

    private Definition loadNow() {
        Definition definition =
                rows.find(hash).orElseThrow(() -> new Refused(Reason.NOT_FOUND, "it is not in the database"));
        Path name = file(definition);
        try {
            YamlFile written = YamlFile.parse(name, definition.routes());
            routes.add(written, KeptText.of(definition, written));
        } catch (WrongSetting e) {
            throw new Refused(Reason.UNFIT, String.valueOf(e.getMessage()));
        }
        loaded = definition;
        return definition;
    }

    /** @throws Refused as {@link #load} */
    synchronized Way enter() {
        Definition definition = load();
        runs++;
        var way = new Way("direct:" + definition.kept(definition.flow()), () -> {});
        way.over().thenAccept(over -> leave());
        return way;
    }

    private synchronized void leave() {
        runs--;
    }

    /** Removes the routes when no open task needs them. */
    void tidy() {
        if (isLoaded() && !rows.isNeeded(hash)) {
            unload();
        }
    }

    /** Other routes have changed: what is idle is loaded anew when it is needed next, or is found to fit no more. */
    synchronized void unload() {
        problem = null;
        Definition definition = loaded;
        if (definition != null && runs == 0) {
            YamlFile written = YamlFile.parse(file(definition), definition.routes());
            routes.remove(file(definition), KeptText.of(definition, written));
            loaded = null;
        }
    }

    private synchronized boolean isLoaded() {
        return loaded != null;
    }

    private static Path file(Definition definition) {
        return Path.of(definition.kept(definition.flow()) + ".camel.yaml");
    }
}
