package io.tutti.home;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HomeSettings.class)
class HomeBeans {

    @Bean
    Home home(HomeSettings settings) {
        return settings.find();
    }

    @Bean
    ConfigFiles configFiles(Home home, Environment environment) {
        return ConfigFiles.of(home, environment);
    }

    @Bean
    Secrets secrets(Home home) {
        return Secrets.of(home);
    }

    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SteadyClock steadyClock(Clock machine) {
        return new SteadyClock(machine);
    }
}
