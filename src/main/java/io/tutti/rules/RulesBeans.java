package io.tutti.rules;

import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.home.Home;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadSettings.class)
class RulesBeans {

    @Bean
    RoutesBeside routesBeside(ObjectProvider<CamelContext> camel, Home home) {
        return new RoutesBeside(camel::getObject, home);
    }

    @Bean
    RouteStart routeStart(
            Home home,
            Environment environment,
            AuditTrail audit,
            Commits commits,
            RouteWatcher watcher,
            ReloadSettings settings) {
        return new RouteStart(home, environment, new RouteChanges(audit, commits), watcher, settings);
    }
}
