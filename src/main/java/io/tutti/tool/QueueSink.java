package io.tutti.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.broker.Outbox;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.task.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Sends the body to a queue in the transaction of the enclosing step or tool call, so that the message goes out exactly
 * when the result is on disk; called by the connector {@code channel-queue-sink}. Thread-safe.
 */
@Component("queueSink")
public final class QueueSink {

    private static final String TASK = "tuttiTaskId";

    private final Outbox outbox;
    private final Commits commits;
    private final ObjectMapper json;

    QueueSink(Outbox outbox, Commits commits, ObjectMapper json) {
        this.outbox = outbox;
        this.commits = commits;
        this.json = json;
    }

    /**
     * Puts the message into the outbox.
     *
     * @param queue the queue's name, from the connector's property
     */
    public void send(Exchange exchange, String queue) {
        Optional<TaskRun> run = TaskRun.of(exchange);
        Map<String, String> headers =
                run.map(task -> Map.of(TASK, task.taskId())).orElse(Map.of());
        Write message = outbox.toQueue(queue, text(exchange.getMessage().getBody()), headers);
        if (run.isPresent()) {
            run.get().alongside(exchange, message);
            return;
        }
        commits.commit(List.of(message));
    }

    private String text(Object body) {
        return body instanceof String text ? text : json.valueToTree(body).toString();
    }
}
