package io.tutti.broker;

import io.tutti.commit.Commits;
import io.tutti.home.Home;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;

/** The outbox's relay, which runs from when the hub is up until after Camel has stopped. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    OutboxThread outboxThread(
            JdbcOutbox outbox,
            CamelContext camel,
            @Qualifier("batchConnections") ConnectionFactory connections,
            Broker broker,
            Home home,
            Commits commits,
            PlatformTransactionManager transactions,
            Clock clock) {
        var delivery = new CamelDelivery(camel, connections, broker, home.data("outbox"));
        var relay = new OutboxRelay(outbox, delivery, transactions, clock);
        commits.afterCommit(relay::wake);
        return new OutboxThread(relay);
    }

    /** When the relay runs. */
    static final class OutboxThread implements SmartLifecycle {

        private final OutboxRelay relay;
        private volatile boolean running;

        OutboxThread(OutboxRelay relay) {
            this.relay = relay;
        }

        /** Camel's routes are up when the application is ready, not when Spring's life cycle starts. */
        @EventListener(ApplicationReadyEvent.class)
        @Override
        public void start() {
            if (!running) {
                running = true;
                relay.start();
            }
        }

        @Override
        public void stop() {
            running = false;
            relay.stop();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public boolean isAutoStartup() {
            return false;
        }

        /** Below Camel's, so that routes end first. */
        @Override
        public int getPhase() {
            return 0;
        }
    }
}
