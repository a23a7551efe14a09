package io.tutti.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.broker.Outbox;
import io.tutti.commit.Write;
import io.tutti.home.IdSource;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import io.tutti.task.TaskRun;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.springframework.stereotype.Component;

/** Parks a task that fails as a dead letter, in the transaction of its end. Thread-safe. */
@Component("deadLetter")
final class ParkFailedTasks implements TaskEnding {

    private static final String QUEUE = "tutti.dead-letter";
    private static final int LONGEST = 4000;

    private final JdbcDeadLetters letters;
    private final Outbox outbox;
    private final IdSource ids;
    private final Clock clock;
    private final ObjectMapper json;

    ParkFailedTasks(JdbcDeadLetters letters, Outbox outbox, IdSource ids, Clock clock, ObjectMapper json) {
        this.letters = letters;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /** Called by the route {@code dead-letter}: the flow gives up with the exception that it caught. */
    public void park(Exchange exchange) {
        Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
        TaskRun.of(exchange).ifPresent(run -> run.fail(caught));
    }

    @Override
    public List<Write> rows(Task ended) {
        Task.Error error = ended.error();
        if (error == null) {
            return List.of();
        }
        var letter = new DeadLetter(
                ids.next(),
                ended.id(),
                ended.tenant(),
                ended.flow(),
                error.step(),
                error.kind(),
                error.message().length() <= LONGEST
                        ? error.message()
                        : error.message().substring(0, LONGEST),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null);
        return List.of(
                letters.insert(letter),
                outbox.toQueue(QUEUE, json.valueToTree(letter).toString(), Map.of("tuttiTaskId", ended.id())));
    }
}
