package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Outbox;
import io.tutti.broker.Queues;
import io.tutti.broker.Sender;
import io.tutti.broker.Unreadable;
import io.tutti.commit.Commits;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Tasks;
import io.tutti.trace.Trace;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Messages of the queue {@code tutti.tasks}, called by the route {@code queue}. Thread-safe. */
@Component("queueDoor")
public final class QueueDoor {

    private static final String CONTENT = "tuttiContent";
    private static final String OWN_QUEUES = "tutti.";

    private final JmsCallers callers;
    private final Tasks tasks;
    private final InputText inputs;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Commits commits;

    QueueDoor(JmsCallers callers, Tasks tasks, InputText inputs, Outbox outbox, AuditTrail audit, Commits commits) {
        this.callers = callers;
        this.tasks = tasks;
        this.inputs = inputs;
        this.outbox = outbox;
        this.audit = audit;
        this.commits = commits;
    }

    /**
     * Reads a message into a request; waits first until the hub has room, so that messages stay in the queue, where
     * their priority counts.
     *
     * @throws Refused when it cannot be accepted
     */
    public void read(Exchange exchange) throws JMSException, InterruptedException {
        Caller caller = callers.of(exchange);
        keep(exchange, caller);
        Failpoint.MESSAGE_RECEIVED.reach();
        tasks.awaitPlace();
        Message message = exchange.getMessage();
        String text = text(message.getBody());
        message.setBody(List.of(new NewTask(
                flow(message),
                inputs.jsonOrText(text),
                message.getHeader("conversation", String.class),
                key(message),
                caller.principal(),
                caller.tenant(),
                reply(message, caller),
                Trace.of(message.getHeader(Trace.HEADER, String.class)).orElse(null))));
    }

    /** Puts a message that was refused into {@code tutti.rejected}, with its content and the reason. */
    public void reject(Exchange exchange) {
        var refused = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Refused.class);
        Message message = exchange.getMessage();
        Map<String, String> headers = new HashMap<>();
        headers.put("tuttiError", refused.getMessage());
        putIfPresent(headers, "flow", message.getHeader("flow", String.class));
        putIfPresent(headers, "key", message.getHeader("key", String.class));
        putIfPresent(headers, "conversation", message.getHeader("conversation", String.class));
        putIfPresent(headers, "JMSCorrelationID", correlation(message));
        commits.commit(List.of(
                outbox.toQueue(Queues.REJECTED, original(exchange.getProperty(CONTENT)), headers),
                audit.record(
                        Doors.refused(exchange.getProperty(Caller.PROPERTY, Caller.class), Queues.TASKS, refused))));
    }

    /** Remembers who sent and what, in case that it is refused. */
    static void keep(Exchange exchange, Caller caller) {
        exchange.setProperty(Caller.PROPERTY, caller);
        exchange.setProperty(CONTENT, exchange.getMessage().getBody());
    }

    private static String flow(Message message) {
        String flow = message.getHeader("flow", String.class);
        if (flow == null || flow.isBlank()) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A message came without the property 'flow'; set it, or send to tutti.tasks.<flow>.");
        }
        return flow;
    }

    private static @Nullable String key(Message message) {
        String key = message.getHeader("key", String.class);
        return key != null ? key : message.getHeader("JMSMessageID", String.class);
    }

    private static Reply reply(Message message, Caller caller) throws JMSException {
        Destination replyTo = message.getHeader("JMSReplyTo", Destination.class);
        String queue = replyTo == null ? Queues.RESULTS : name(replyTo, caller);
        return new Reply.Queue(queue, correlation(message));
    }

    private static String name(Destination replyTo, Caller caller) throws JMSException {
        if (!(replyTo instanceof jakarta.jms.Queue queue)) {
            throw new Refused(Reason.BAD_INPUT, "JMSReplyTo names a topic; a reply needs a queue.");
        }
        String name = queue.getQueueName();
        if (name.startsWith(OWN_QUEUES) && !name.startsWith(Queues.RESULTS)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "JMSReplyTo names '%s', a queue of the hub itself; name one of yours or %s."
                            .formatted(name, Queues.RESULTS));
        }
        boolean isOwn = replyTo instanceof TemporaryQueue || name.startsWith(Sender.ownQueues(caller.principal()));
        if (!caller.equals(JmsCallers.DOOR) && !isOwn) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "JMSReplyTo names '%s', which is not a queue of %s; name a temporary one, or one that begins with %s"
                            .formatted(name, caller.principal(), Sender.ownQueues(caller.principal())));
        }
        return name;
    }

    private static @Nullable String correlation(Message message) {
        String correlation = message.getHeader("JMSCorrelationID", String.class);
        return correlation != null ? correlation : message.getHeader("JMSMessageID", String.class);
    }

    static String text(@Nullable Object body) {
        return switch (body) {
            case null -> "";
            case byte[] bytes -> InputText.utf8(bytes);
            case Unreadable unreadable -> throw new Refused(Reason.BAD_INPUT, unreadable.reason());
            default -> body.toString();
        };
    }

    /** The content as it came; bytes that are no text are written in Base64. */
    private static String original(@Nullable Object body) {
        return switch (body) {
            case null -> "";
            case Unreadable unreadable -> Base64.getEncoder().encodeToString(unreadable.original());
            case byte[] bytes -> textOrBase64(bytes);
            default -> Objects.toString(body);
        };
    }

    private static String textOrBase64(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : Base64.getEncoder().encodeToString(bytes);
    }

    private static void putIfPresent(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
