package io.tutti.definition;

import io.tutti.commit.Commits;
import io.tutti.home.Home;
import io.tutti.rules.RoutesBeside;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The definitions of a context, for tests of other packages. */
public final class TestDefinitions {

    private TestDefinitions() {}

    public static Definitions of(JdbcClient jdbc, Commits commits, CamelContext camel, Home home) {
        return new Definitions(
                new JdbcDefinitions(jdbc),
                commits,
                new RoutesBeside(() -> camel, home),
                Clock.systemUTC(),
                Duration.ofSeconds(2));
    }

    /** Does what a hub whose files are all gone does some days later. */
    public static void tidyLater(JdbcClient jdbc, Commits commits, CamelContext camel, Home home) {
        var clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
        var later = new Definitions(new JdbcDefinitions(jdbc), commits, new RoutesBeside(() -> camel, home), clock);
        later.tidy();
    }

    /** Removes from Camel what no open task needs. */
    public static void tidy(Definitions definitions) {
        definitions.tidy();
    }
}
