package io.tutti.gate;

import io.tutti.home.Home;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GateConfiguration {

    @Bean
    DiskReserve diskReserve(Home home, DiskSettings settings) {
        return new DiskReserve(home.data().toFile(), settings.reserve());
    }
}
