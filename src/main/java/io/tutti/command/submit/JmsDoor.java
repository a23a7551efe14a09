package io.tutti.command.submit;

import io.tutti.command.hub.Answer;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The queue {@code tutti.tasks}; the answer comes back on a temporary queue, a refusal is found in
 * {@code tutti.rejected}, where it stays.
 *
 * @param url the broker
 * @param user who sends
 * @param password the user's
 * @param clock makes the correlation id
 */
record JmsDoor(String url, String user, String password, Clock clock) implements Door {

    private static final String QUEUE = "tutti.tasks";
    private static final String REJECTED = "tutti.rejected";
    private static final String WHY_REJECTED = "tuttiError";
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);

    @Override
    public Receipt send(Submission submission) {
        try (var factory = factory();
                var connection = connect(factory)) {
            return send(submission, connection);
        } catch (JMSSecurityException e) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "The broker at %s refused user %s; compare the password with the hub's data/secrets/broker.password."
                            .formatted(url, user));
        } catch (JMSException e) {
            throw new Unavailable("Sending by " + url + " broke off: " + e.getMessage(), e);
        }
    }

    private ActiveMQConnectionFactory factory() {
        try {
            return new ActiveMQConnectionFactory(url);
        } catch (RuntimeException e) {
            throw new WrongUsage("--jms-url is no broker's address; write it as tcp://127.0.0.1:61616.");
        }
    }

    private Connection connect(ActiveMQConnectionFactory factory) throws JMSSecurityException {
        try {
            return factory.createConnection(user, password);
        } catch (JMSSecurityException e) {
            throw e;
        } catch (JMSException e) {
            throw new Unavailable(
                    "No broker answers at " + url + "; start the hub with `mvn spring-boot:run` or give --jms-url.", e);
        }
    }

    private Receipt send(Submission submission, Connection connection) throws JMSException {
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var message = message(submission, session);
        var producer = session.createProducer(session.createQueue(QUEUE));
        if (submission.patience().isZero()) {
            producer.send(message);
            return new Receipt.Sent("Sent to " + QUEUE + "; the result goes to tutti.results.");
        }
        var replies = session.createTemporaryQueue();
        message.setJMSReplyTo(replies);
        var consumer = session.createConsumer(replies);
        connection.start();
        producer.send(message);
        var rejected = session.createBrowser(
                session.createQueue(REJECTED), "JMSCorrelationID = '" + message.getJMSCorrelationID() + "'");
        return new Receipt.Task(reply(consumer, rejected, submission.patience()));
    }

    private TextMessage message(Submission submission, Session session) throws JMSException {
        var message = session.createTextMessage(submission.body());
        message.setJMSCorrelationID("submit-" + ProcessHandle.current().pid() + "-" + clock.millis());
        message.setStringProperty("flow", submission.flow());
        if (submission.conversation() != null) {
            message.setStringProperty("conversation", submission.conversation());
            // The embedded broker would set it; an outside one does not, and keeps no order without it.
            message.setStringProperty("JMSXGroupID", submission.conversation());
        }
        if (submission.key() != null) {
            message.setStringProperty("key", submission.key());
        }
        return message;
    }

    private static Answer reply(MessageConsumer consumer, QueueBrowser rejected, Duration patience)
            throws JMSException {
        long end = System.nanoTime() + patience.toNanos();
        for (Duration left = patience; left.toMillis() > 0; left = Duration.ofNanos(end - System.nanoTime())) {
            if (consumer.receive(Math.min(left.toMillis(), LOOKS_EVERY.toMillis())) instanceof TextMessage reply) {
                return Answer.of(reply.getText());
            }
            refuseIfFound(rejected);
        }
        throw new Unavailable("Sent, but no reply came within " + patience.toMillis() / 1000.0
                + " s: it goes on, or a person has it; see `tasks` and `inbox`.");
    }

    private static void refuseIfFound(QueueBrowser rejected) throws JMSException {
        for (var found = rejected.getEnumeration(); found.hasMoreElements(); ) {
            if (found.nextElement() instanceof Message message) {
                throw new Refused(Reason.BAD_INPUT, String.valueOf(message.getStringProperty(WHY_REJECTED)));
            }
        }
    }
}
