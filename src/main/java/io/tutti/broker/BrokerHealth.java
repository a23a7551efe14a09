package io.tutti.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Up when a new connection to the broker can be opened, which takes an answer of it, else degraded: tasks come in by HTTP and files, and what is to be sent
 * waits in the outbox. A broker that hangs holds up neither the answer nor more than one thread. Thread-safe.
 */
final class BrokerHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConnectionFactory connections;
    private final Broker broker;
    private final AtomicReference<@Nullable CompletableFuture<Health>> look = new AtomicReference<>();

    BrokerHealth(ConnectionFactory connections, Broker broker) {
        this.connections = connections;
        this.broker = broker;
    }

    @Override
    public Health health() {
        try {
            return current().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return degraded("no answer in " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return degraded(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return degraded("the look was interrupted");
        }
    }

    /** The look that is under way, or a new one. */
    private CompletableFuture<Health> current() {
        var fresh = new CompletableFuture<Health>();
        var underWay = look.compareAndExchange(null, fresh);
        if (underWay != null) {
            return underWay;
        }
        Thread.ofVirtual().name("broker-health").start(() -> {
            try {
                fresh.complete(look());
            } catch (RuntimeException e) {
                fresh.completeExceptionally(e);
            } finally {
                look.set(null);
            }
        });
        return fresh;
    }

    private Health look() {
        try (var connection = connections.createConnection();
                var session = connection.createSession()) {
            session.getAcknowledgeMode();
            return Health.up().withDetail("broker", broker.toString()).build();
        } catch (JMSException e) {
            return degraded(String.valueOf(e.getMessage()));
        }
    }

    private Health degraded(String reason) {
        return Health.status(DEGRADED)
                .withDetail("broker", broker.toString())
                .withDetail("reason", reason)
                .build();
    }
}
