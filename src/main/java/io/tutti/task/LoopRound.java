package io.tutti.task;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * What a loop runs in each round, with or without steps. In a task a loop ends after so many rounds with a failure like
 * any other, so that a condition which never becomes false does not keep the task for ever.
 */
final class LoopRound extends DelegateAsyncProcessor {

    private final String loop;
    private final int most;

    LoopRound(Processor target, String loop, int most) {
        super(target);
        this.loop = loop;
        this.most = most;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RunningTask run = exchange.getProperty(TaskRun.PROPERTY, RunningTask.class);
        int before = exchange.getProperty(ExchangePropertyKey.LOOP_INDEX, 0, Integer.class);
        if (run == null || before < most) {
            return super.process(exchange, callback);
        }
        Refused refused = refused(run);
        exchange.setException(refused);
        if (before > most) {
            // The flow was told to go on after errors, and did: the loop would never end.
            run.fail(refused);
            exchange.setRouteStop(true);
        }
        callback.done(true);
        return true;
    }

    private Refused refused(RunningTask run) {
        return new Refused(
                Reason.OVER_LIMIT,
                "Loop '%s' of flow '%s' was to go on after %d rounds, which is the most that tutti.task.most-loops allows. Mend what should end the loop, or raise the setting, and redrive the dead letter."
                        .formatted(loop, run.flow(), most));
    }
}
