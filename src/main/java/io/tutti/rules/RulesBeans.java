package io.tutti.rules;

import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.home.Home;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadSettings.class)
class RulesBeans {

    @Bean
    RouteStart routeStart(
            Home home, Environment environment, AuditTrail audit, Commits commits, ReloadSettings settings) {
        return new RouteStart(home, environment, new RouteChanges(audit, commits), settings);
    }
}
