package io.tutti.task;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.stereotype.Component;

/** Lets Camel wait for its routes as long as for running tasks: one number for both. */
@Component
final class StopTime implements CamelContextConfiguration {

    private final TaskSettings settings;

    StopTime(TaskSettings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        // The last word is afterwards.
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        camel.getShutdownStrategy().setTimeout(Math.max(1, settings.stopGrace().toSeconds()));
    }
}
