package io.tutti.broker;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.gate.DiskReserve;
import io.tutti.home.Home;
import io.tutti.home.Secrets;
import jakarta.jms.JMSException;
import java.util.Objects;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The broker, the connections to it and Camel's {@code jms} component. Spring closes them in the reverse order. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

    private static final String USER = "tutti";

    @Bean
    Broker broker(BrokerSettings settings, Home home, Secrets secrets, DiskReserve disk, ObjectFactory<Logins> logins) {
        if (!settings.embedded()) {
            return new Broker.Outside(Objects.requireNonNull(settings.url()), settings.username(), settings.password());
        }
        String password = secrets.brokerPassword();
        var users = new BrokerUsers(
                USER, password, (user, given) -> logins.getObject().know(user, given));
        return new Broker.Embedded(
                new EmbeddedBroker(home.data("broker"), settings.port(), users, disk), USER, password);
    }

    @Bean
    Sender sender(BrokerSettings settings) {
        return settings.embedded() ? new Sender(USER, true) : new Sender(settings.username(), settings.trustUsers());
    }

    /** Producers kept for each session: one for each queue that the hub often sends to. */
    private static final int PRODUCERS = 16;

    @Bean(destroyMethod = "stop")
    JmsPoolConnectionFactory connectionFactory(Broker broker, BrokerSettings settings) throws JMSException {
        return pool(connections(broker), settings.connections());
    }

    /**
     * For JMS transactions only: a send does not wait for the broker, the commit does. Three times as fast for a batch,
     * and unsafe without a transaction, hence found by name only.
     */
    @Bean(destroyMethod = "stop", defaultCandidate = false)
    JmsPoolConnectionFactory batchConnections(Broker broker) throws JMSException {
        var factory = connections(broker);
        factory.setBlockOnDurableSend(false);
        return pool(factory, 2);
    }

    @Bean
    JmsComponent jms(JmsPoolConnectionFactory connections, BrokerSettings settings, ObjectMapper json) {
        var jms = new JmsComponent();
        jms.setConnectionFactory(connections);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setAcknowledgementModeName("CLIENT_ACKNOWLEDGE");
        jms.setMessageConverter(new SafeConverter(json));
        jms.setHeaderFilterStrategy(new SafeHeaders(settings.headers()));
        jms.setMapJmsMessage(false);
        jms.setTransferExchange(false);
        jms.setTransferException(false);
        jms.setAllowSerializedHeaders(false);
        return jms;
    }

    @Bean
    BrokerHealth brokerHealthIndicator(Broker broker) throws JMSException {
        return new BrokerHealth(connections(broker), broker);
    }

    private static JmsPoolConnectionFactory pool(ActiveMQConnectionFactory factory, int connections) {
        var pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(connections);
        // The client asks the broker about the address each time a producer without one of its own sends.
        pool.setUseAnonymousProducers(false);
        pool.setExplicitProducerCacheSize(PRODUCERS);
        return pool;
    }

    private static ActiveMQConnectionFactory connections(Broker broker) throws JMSException {
        var factory = new ActiveMQConnectionFactory();
        factory.setBrokerURL(broker.url());
        factory.setUser(broker.user());
        factory.setPassword(broker.password());
        // No prefetch: a message waits at the broker until somebody is free, not behind a slow model call.
        factory.setConsumerWindowSize(0);
        factory.setDeserializationDenyList("*");
        return factory;
    }
}
