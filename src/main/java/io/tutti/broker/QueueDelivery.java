package io.tutti.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.support.DefaultExchange;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends through the route {@code send-to-queue}. A batch is one JMS transaction: the route's producer joins it because it
 * uses the same connection factory on the same thread.
 */
final class QueueDelivery implements Delivery {

    private static final String ROUTE = "direct:send-to-queue";
    private static final Pattern QUEUE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._$@:/-]{0,254}");
    private static final Pattern TEMPORARY_QUEUE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String BROKERS_OWN = "activemq.";

    private final CamelContext camel;
    private final ProducerTemplate routes;
    private final ConnectionFactory connections;
    private final Broker broker;
    private final TransactionTemplate transaction;

    QueueDelivery(CamelContext camel, ConnectionFactory connections, Broker broker) {
        this.camel = camel;
        this.routes = camel.createProducerTemplate();
        this.connections = connections;
        this.broker = broker;
        this.transaction = new TransactionTemplate(new JmsTransactionManager(connections));
    }

    @Override
    public OutboxRow.Kind kind() {
        return OutboxRow.Kind.QUEUE;
    }

    @Override
    public void deliver(List<OutboxRow> rows) {
        transaction.executeWithoutResult(open -> rows.forEach(this::send));
    }

    @Override
    public boolean isDuplicate(RuntimeException failure) {
        return DuplicateId.isReasonOf(failure);
    }

    @Override
    public boolean open() {
        return camel.getStatus().isStarted();
    }

    @Override
    public boolean reachable() {
        if (!open()) {
            return false;
        }
        try (var connection = connections.createConnection();
                var session = connection.createSession(true, 0)) {
            session.commit();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    private void send(OutboxRow row) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(row.body());
        address(exchange, queueName(row.target()), row.headers(), row.duplicateId());
        routes.send(ROUTE, exchange);
        if (exchange.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeCamelException(exchange.getException());
        }
    }

    private static void address(Exchange exchange, String queue, Map<String, String> headers, String duplicateId) {
        var message = exchange.getMessage();
        headers.forEach(message::setHeader);
        message.setHeader(JmsConstants.JMS_DESTINATION_NAME, queue);
        message.setHeader(DuplicateId.HEADER, duplicateId);
    }

    private String queueName(String name) {
        if (!QUEUE_NAME.matcher(name).matches() || name.startsWith(BROKERS_OWN)) {
            throw new IllegalArgumentException("A message was to go to the queue '" + name
                    + "'; this is no queue name that the hub sends to. Use letters, digits and . _ - : / @ $");
        }
        if (TEMPORARY_QUEUE.matcher(name).matches() && broker.lacks(name)) {
            throw new IllegalArgumentException("An answer was to go to the temporary queue " + name
                    + "; it is gone, because the one who asked has left. Ask again, or use a queue that lasts.");
        }
        return name;
    }
}
