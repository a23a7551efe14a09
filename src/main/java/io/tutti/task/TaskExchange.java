package io.tutti.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** The exchange with which a run of a task goes through its flow. */
final class TaskExchange {

    private TaskExchange() {}

    /** The input is the body; the headers say which task it is. */
    static Exchange begin(CamelContext camel, RunningTask run, ObjectMapper json) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(Snapshot.plain(run.task().input(), json));
        exchange.getMessage().setHeader(TaskHeader.TASK.word(), run.taskId());
        exchange.getMessage().setHeader(TaskHeader.TENANT.word(), run.tenant());
        run.conversation().ifPresent(id -> exchange.getMessage().setHeader(TaskHeader.CONVERSATION.word(), id));
        exchange.setProperty(TaskRun.PROPERTY, run);
        StepInterceptor.begin(exchange, json);
        return exchange;
    }
}
