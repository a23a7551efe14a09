package io.tutti.task;

import io.tutti.commit.Write;
import java.util.Optional;
import org.apache.camel.Exchange;

/** A task while this hub runs it: found on every exchange of its flow. Safe for use by parallel branches. */
public interface TaskRun {

    /** The exchange property that holds the run; copies of the exchange carry it too. */
    String PROPERTY = "tuttiRun";

    /** The run that {@code exchange} belongs to; empty outside a task. */
    static Optional<TaskRun> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, TaskRun.class));
    }

    /** The task's id. */
    String taskId();

    /** The flow's name. */
    String flow();

    /** Who asked. */
    String principal();

    /** On whose account. */
    String tenant();

    /** The next call of this kind under the exchange's current step. */
    Call call(Exchange exchange, EntryKind kind);

    /** Commits {@code write} in one transaction with the step that encloses {@code exchange}; lost if the step fails. */
    void alongside(Exchange exchange, Write write);
}
