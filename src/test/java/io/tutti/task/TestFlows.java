package io.tutti.task;

import java.time.Clock;
import org.apache.camel.CamelContext;

/** The flows of a context, for tests of other packages. */
public final class TestFlows {

    private TestFlows() {}

    public static Flows of(CamelContext camel) {
        return new Flows(camel, Clock.systemUTC());
    }
}
