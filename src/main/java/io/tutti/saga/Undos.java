package io.tutti.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.NewTask;
import io.tutti.task.TaskHeader;
import io.tutti.task.TaskRun;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Undoes one finished step, called by the flow {@code compensate} in a step of its own. The body names the undo; what is
 * called, and with which options, says the row that the finished step left. Thread-safe.
 */
@Component("compensation")
final class Undos {

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final JdbcCompensations rows;
    private final AuditTrail audit;
    private final ObjectMapper json;

    Undos(CamelContext camel, JdbcCompensations rows, AuditTrail audit, ObjectMapper json) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.rows = rows;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Calls the endpoint that the step declared, with the options as headers and no body; does nothing when it was done
     * before. The audit record belongs to the step that this is called in.
     *
     * @throws Refused when no ended task has handed over such an undo, or no route starts with its endpoint
     */
    public void undo(Exchange exchange) throws Exception {
        TaskRun run = TaskSagas.run(exchange);
        Undo undo = require(run, json.valueToTree(exchange.getMessage().getBody()));
        if (!undo.done()) {
            requireRoute(undo);
            call(exchange, run, undo);
            run.alongside(exchange, rows.undone(undo));
            run.alongside(exchange, audit.record(event(run, undo)));
        }
        exchange.getMessage().setBody(Map.of("step", undo.step(), "undoneBy", "direct:" + undo.route()));
    }

    private Undo require(TaskRun run, JsonNode asked) {
        String key = run.key();
        String ended = key.startsWith(NewTask.UNDO_KEY) ? key.substring(NewTask.UNDO_KEY.length()) : "";
        return rows.handedOver(
                        ended, asked.path("undo").asLong(), asked.path("step").asText())
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT,
                        ("Task %s with the key '%s' was to make the undo %s of step '%s', which no ended task has handed to it."
                                        + " Undos are handed over by the hub alone; cancel the task whose steps are to be undone.")
                                .formatted(
                                        run.taskId(),
                                        key,
                                        asked.path("undo").asText(),
                                        asked.path("step").asText())));
    }

    private void requireRoute(Undo undo) {
        String uri = "direct://" + undo.route();
        boolean there = camel.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals(uri));
        if (!there) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Step '%s' of task %s was to be undone by direct:%s, but no route starts with it; add the route and redrive the dead letter."
                            .formatted(undo.step(), undo.task(), undo.route()));
        }
    }

    private void call(Exchange exchange, TaskRun run, Undo undo) throws Exception {
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.removeVariable("*");
        copy.getMessage().setBody(null);
        setHeaders(copy.getMessage(), run, undo);
        producer.send("direct:" + undo.route(), copy);
        Exception failure = failure(copy);
        if (failure != null) {
            throw failure;
        }
    }

    private void setHeaders(Message message, TaskRun run, Undo undo) {
        message.removeHeaders("*");
        undo.options()
                .properties()
                .forEach(option ->
                        message.setHeader(option.getKey(), json.convertValue(option.getValue(), Object.class)));
        message.setHeader(Exchange.SAGA_LONG_RUNNING_ACTION, undo.task());
        message.setHeader(TaskHeader.TASK.word(), run.taskId());
        message.setHeader(TaskHeader.TENANT.word(), run.tenant());
        run.conversation().ifPresent(id -> message.setHeader(TaskHeader.CONVERSATION.word(), id));
    }

    /** A route that parks its errors itself has failed as well. */
    private static @Nullable Exception failure(Exchange called) {
        if (called.getException() != null) {
            return called.getException();
        }
        var extension = called.getExchangeExtension();
        boolean handled = extension.isErrorHandlerHandledSet() && extension.isErrorHandlerHandled();
        return handled ? called.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class) : null;
    }

    private static AuditEvent event(TaskRun run, Undo undo) {
        return new AuditEvent(
                AuditAction.STEP_UNDONE,
                undo.task(),
                run.principal(),
                run.tenant(),
                undo.step(),
                Map.of("route", undo.route(), "by", run.taskId()));
    }
}
