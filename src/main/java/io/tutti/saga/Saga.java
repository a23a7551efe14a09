package io.tutti.saga;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.TaskRun;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.saga.CamelSagaCoordinator;
import org.apache.camel.saga.CamelSagaStep;

/**
 * A task as Camel's saga. A block that begins registers its undo in the transaction that finishes the block's step. The
 * end of a block does nothing: whether undos are done is settled when the task ends. Thread-safe.
 */
final class Saga implements CamelSagaCoordinator {

    private final String id;
    private final JdbcCompensations rows;
    private final ObjectMapper json;

    Saga(String id, JdbcCompensations rows, ObjectMapper json) {
        this.id = id;
        this.rows = rows;
        this.json = json;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public CompletableFuture<Void> beginStep(Exchange exchange, CamelSagaStep block) {
        try {
            register(exchange, block);
            return CompletableFuture.allOf();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> compensate(Exchange exchange) {
        return CompletableFuture.allOf();
    }

    @Override
    public CompletableFuture<Void> complete(Exchange exchange) {
        return CompletableFuture.allOf();
    }

    private void register(Exchange exchange, CamelSagaStep block) {
        String route = TaskSagas.route(block);
        TaskRun run = TaskSagas.run(exchange);
        if (run.flow().equals(UndoEndedTasks.FLOW)) {
            throw new Refused(
                    Reason.UNFIT,
                    "An undo of task %s has come to a saga that declares direct:%s as an undo of its own; an undo has none, take the saga out of it."
                            .formatted(run.taskId(), route));
        }
        String step = run.section(exchange)
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT,
                        "Flow '%s' has a saga outside a step; only a finished step can be undone by direct:%s, call its route from a step."
                                .formatted(run.flow(), route)));
        run.alongside(exchange, rows.insert(run.taskId(), step, route, options(exchange, block, route)));
    }

    private ObjectNode options(Exchange exchange, CamelSagaStep block, String route) {
        ObjectNode options = json.createObjectNode();
        block.getOptions().forEach((name, expression) -> {
            Object value = expression.evaluate(exchange, Object.class);
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw new Refused(
                        Reason.UNFIT,
                        "The undo direct:%s takes the option '%s', a text, number or boolean; found %s where its saga begins. Make it before its route is called."
                                .formatted(
                                        route,
                                        name,
                                        value == null
                                                ? "nothing"
                                                : "a " + value.getClass().getSimpleName()));
            }
            options.set(name, json.valueToTree(value));
        });
        return options;
    }
}
