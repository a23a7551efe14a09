package io.tutti.console;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets Camel tell the console of its routes. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    /** Camel does not always find a notifier by its type: it looks while the beans behind it are being made. */
    @Bean
    CamelContextConfiguration tellsOfRouteChanges(RouteChanges changes) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                var management = camel.getManagementStrategy();
                if (!management.getEventNotifiers().contains(changes)) {
                    management.addEventNotifier(changes);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // Nothing is left to do.
            }
        };
    }
}
