package io.tutti.rules;

import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.PropertyResolver;

/** Checks all files, then gives Camel the routes and the connector folders, before it starts. */
final class RouteStart implements CamelContextConfiguration, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStart.class);

    private final Home home;
    private final PropertyResolver properties;
    private final RouteChanges told;
    private final RouteWatcher watcher;
    private final ReloadSettings settings;
    private @Nullable LiveRoutes live;

    RouteStart(
            Home home, PropertyResolver properties, RouteChanges told, RouteWatcher watcher, ReloadSettings settings) {
        this.home = home;
        this.properties = properties;
        this.told = told;
        this.watcher = watcher;
        this.settings = settings;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        refuse(Rules.check(home, properties, Rules.Schemas.OURS));
        var routes = new CamelRoutes(camel);
        routes.setConnectorFolders(home);
        var sources = Source.all(home.routes(), RouteRules.EXTENSION);
        routes.load(sources.values());
        watcher.changed(Source.parsed(sources.values()));
        live = new LiveRoutes(home, told, watcher, settings, sources, routes);
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        if (live != null) {
            live.watch();
        }
    }

    @Override
    public void close() {
        if (live != null) {
            live.close();
        }
    }

    private static void refuse(List<Finding> findings) {
        findings.stream().filter(finding -> !finding.stops()).forEach(finding -> LOG.warn("{}", finding));
        List<Finding> wrong = findings.stream().filter(Finding::stops).toList();
        if (wrong.isEmpty()) {
            return;
        }
        wrong.stream().skip(1).forEach(finding -> LOG.error("{}", finding));
        throw new WrongSetting(
                wrong.getFirst().file(),
                wrong.getFirst().line(),
                wrong.getFirst().message());
    }
}
