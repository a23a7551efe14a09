package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.broker.DuplicateId;
import io.tutti.broker.Queues;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Sends sealed records to {@link Queues#AUDIT}, each as one JSON message, a seal's records in one JMS transaction. A
 * crash before the seal is marked sends them again, and the broker refuses a seal that it has. Checkpoints go there too.
 */
final class AuditPublisher {

    private static final String CHECKPOINT = "audit.checkpoint";

    private final JdbcSeals seals;
    private final Checkpoints checkpoints;
    private final ConnectionFactory connections;
    private final ConnectionFactory batchConnections;
    private final ObjectMapper json;

    AuditPublisher(
            JdbcSeals seals,
            Checkpoints checkpoints,
            ConnectionFactory connections,
            ConnectionFactory batchConnections,
            ObjectMapper json) {
        this.seals = seals;
        this.checkpoints = checkpoints;
        this.connections = connections;
        this.batchConnections = batchConnections;
        this.json = json;
    }

    /**
     * Sends the records of all seals that are not on the queue yet.
     *
     * @throws JMSException when the broker does not answer
     */
    void publish() throws JMSException {
        for (var seal = seals.unpublished(); seal.isPresent(); seal = seals.unpublished()) {
            publish(seal.get());
        }
        var checkpoint = checkpoints.take();
        if (checkpoint.isPresent()) {
            publish(checkpoint.get());
        }
    }

    private void publish(Checkpoint checkpoint) throws JMSException {
        try (var connection = connections.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(Queues.AUDIT))) {
            var message = session.createTextMessage(checkpoint.json());
            message.setStringProperty("action", CHECKPOINT);
            message.setStringProperty(DuplicateId.HEADER, "checkpoint-" + checkpoint.seal() + "-" + checkpoint.hash());
            producer.send(message);
        } catch (JMSException e) {
            checkpoints.giveBack(checkpoint);
            throw e;
        }
    }

    private void publish(Seal seal) throws JMSException {
        try {
            send(seal, seals.recordsOf(seal.id(), seal.records()));
        } catch (JMSException e) {
            if (!DuplicateId.isReasonOf(e)) {
                throw e;
            }
        }
        seals.markPublished(seal.id());
    }

    /** The id of the seal at its first message is enough: the transaction comes as a whole or not at all. */
    private void send(Seal seal, List<AuditRecord> records) throws JMSException {
        try (var connection = batchConnections.createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var producer = session.createProducer(session.createQueue(Queues.AUDIT))) {
            boolean first = true;
            for (AuditRecord each : records) {
                var message = session.createTextMessage(asJson(each));
                message.setStringProperty("action", each.action());
                if (first) {
                    message.setStringProperty(DuplicateId.HEADER, "seal-" + seal.id() + "-" + seal.hash());
                }
                producer.send(message);
                first = false;
            }
            session.commit();
        }
    }

    private String asJson(AuditRecord row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
