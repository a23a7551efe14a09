package io.tutti.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Ready when a session can be opened at the broker. */
final class BrokerHealth implements HealthIndicator {

    private final ConnectionFactory connections;
    private final Broker broker;

    BrokerHealth(ConnectionFactory connections, Broker broker) {
        this.connections = connections;
        this.broker = broker;
    }

    @Override
    public Health health() {
        try (var connection = connections.createConnection();
                var session = connection.createSession()) {
            session.getAcknowledgeMode();
            return Health.up().withDetail("broker", broker.toString()).build();
        } catch (JMSException e) {
            return Health.down(e).withDetail("broker", broker.toString()).build();
        }
    }
}
