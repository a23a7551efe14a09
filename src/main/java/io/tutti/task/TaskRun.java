package io.tutti.task;

import io.tutti.commit.Write;
import io.tutti.failure.Refused;
import io.tutti.trace.Trace;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** A task while this hub runs it: found on every exchange of its flow. Safe for use by parallel branches. */
public interface TaskRun {

    /** The header by which a flow says that strangers wrote what it carries. */
    String UNTRUSTED = "tuttiUntrusted";

    /** The header by which a flow says of which class the data is that it carries. */
    String DATA_CLASS = "tuttiDataClass";

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

    /** The conversation, empty when the task belongs to none. */
    Optional<String> conversation();

    /** Who asked. */
    String principal();

    /** The sender's key, or the task's id when the sender gave none. */
    String key();

    /** On whose account. */
    String tenant();

    /** Whether strangers wrote what it began with: a file brought it, or a task that knew such a text. */
    boolean isUntrusted();

    /** To which belongs what it asks of others; the task is the parent. */
    Trace trace();

    /** The pool that a fork or a redrive asked for: every model call uses it, whatever pool the flow names. */
    Optional<String> pool();

    /**
     * The next call of this kind under the exchange's current step.
     *
     * @throws Refused when a call of the same key was already made in this run
     * @throws Suspended when an earlier part of the same section waits
     */
    Call call(Exchange exchange, EntryKind kind);

    /** The journal key of the step or call that the exchange is in; empty outside one. */
    Optional<String> section(Exchange exchange);

    /** Adds a row to the transaction of the exchange's current step, or of the task's end outside a step. */
    void alongside(Exchange exchange, Write write);

    /**
     * Writes rows now, as long as this hub holds the task.
     *
     * @throws Refused when the task was cancelled or taken over by another hub
     */
    void commit(List<Write> rows);

    /**
     * Marks {@code call} as waiting; throw the result to unwind the flow. The task is WAITING once the flow is unwound
     * and goes on from the journal when {@link Tasks#wake} is committed.
     */
    Suspended suspend(Call call);

    /** The task will end as failed for this reason; the first reason counts. */
    void fail(Throwable reason);
}
