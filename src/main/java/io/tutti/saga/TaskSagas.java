package io.tutti.saga;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.TaskRun;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.saga.CamelSagaCoordinator;
import org.apache.camel.saga.CamelSagaService;
import org.apache.camel.saga.CamelSagaStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Camel's saga service: the task is the saga. Thread-safe. */
@Component
final class TaskSagas implements CamelSagaService {

    private static final String DIRECT = "direct://";

    private final JdbcCompensations rows;
    private final ObjectMapper json;
    private @Nullable CamelContext camel;

    TaskSagas(JdbcCompensations rows, ObjectMapper json) {
        this.rows = rows;
        this.json = json;
    }

    @Override
    public CompletableFuture<CamelSagaCoordinator> newSaga(Exchange exchange) {
        try {
            return getSaga(run(exchange).taskId());
        } catch (Refused e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The id is for reading only: a block belongs to the task that it runs in. */
    @Override
    public CompletableFuture<CamelSagaCoordinator> getSaga(String id) {
        return CompletableFuture.completedFuture(new Saga(id, rows, json));
    }

    /**
     * Called for each saga of a route while the route is loaded.
     *
     * @throws Refused when it asks for what a task has not
     */
    @Override
    public void registerStep(CamelSagaStep block) {
        String route = route(block);
        if (block.getCompletion().isPresent()
                || block.getTimeoutInMilliseconds().isPresent()) {
            throw new Refused(
                    Reason.UNFIT,
                    "The saga with the undo direct:%s has a completion or a timeout; its task is the saga and says when it ends, take them out."
                            .formatted(route));
        }
        block.getOptions().keySet().stream()
                .filter(TaskSagas::isTaken)
                .findFirst()
                .ifPresent(name -> {
                    throw new Refused(
                            Reason.UNFIT,
                            "The undo direct:%s takes the option '%s'; names that begin with tutti, Camel or JMS are taken, give it another."
                                    .formatted(route, name));
                });
    }

    /** The name of the {@code direct:} endpoint that undoes a block. */
    static String route(CamelSagaStep block) {
        String uri = block.getCompensation().map(Endpoint::getEndpointUri).orElse("nothing");
        if (!uri.startsWith(DIRECT) || uri.contains("?")) {
            throw new Refused(
                    Reason.UNFIT,
                    "A saga was to be undone by %s; write compensation with direct: and the name of a route."
                            .formatted(uri));
        }
        return uri.substring(DIRECT.length());
    }

    static TaskRun run(Exchange exchange) {
        return TaskRun.of(exchange)
                .orElseThrow(
                        () -> new Refused(
                                Reason.UNFIT,
                                "A saga was reached outside a task; only the steps of a flow that runs as a task can be undone."));
    }

    private static boolean isTaken(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equalsIgnoreCase(Exchange.SAGA_LONG_RUNNING_ACTION)
                || Stream.of("tutti", "camel", "jms").anyMatch(lower::startsWith);
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camel) {
        this.camel = camel;
    }
}
