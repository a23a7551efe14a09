package io.tutti.broker;

import io.tutti.commit.Commits;
import io.tutti.gate.DiskReserve;
import io.tutti.home.Home;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;

/** The outbox's relays, which run from when the hub is up until after Camel has stopped. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    OutboxThreads outboxThreads(
            JdbcOutbox outbox,
            CamelContext camel,
            @Qualifier("batchConnections") ConnectionFactory connections,
            Broker broker,
            Home home,
            Commits commits,
            PlatformTransactionManager transactions,
            DiskReserve disk,
            Clock clock) {
        List<Delivery> deliveries =
                List.of(new QueueDelivery(camel, connections, broker), new FileDelivery(camel, home.data("outbox")));
        List<OutboxRelay> relays = deliveries.stream()
                .map(delivery -> new OutboxRelay(outbox, delivery, transactions, disk, clock))
                .toList();
        relays.forEach(relay -> commits.afterInsert("outbox", relay::wake));
        return new OutboxThreads(relays);
    }

    /** When the relays run. */
    static final class OutboxThreads implements SmartLifecycle {

        private final List<OutboxRelay> relays;
        private volatile boolean running;

        OutboxThreads(List<OutboxRelay> relays) {
            this.relays = relays;
        }

        /** Camel's routes are up when the application is ready, not when Spring's life cycle starts. */
        @EventListener(ApplicationReadyEvent.class)
        @Override
        public void start() {
            if (!running) {
                running = true;
                relays.forEach(OutboxRelay::start);
            }
        }

        @Override
        public void stop() {
            running = false;
            relays.forEach(OutboxRelay::stop);
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
