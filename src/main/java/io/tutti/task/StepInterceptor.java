package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.failure.Failpoint;
import io.tutti.gate.Drain;
import java.time.Instant;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes Camel's Step EIP the unit of checkpointing: a step whose result is in the journal is restored and not run; any
 * other is run, and its result is in the journal before the flow goes on. Splits, loops and multicasts are watched for
 * the branch indexes in the keys, and loops for their rounds. Outside a task, all of them are left alone.
 */
@Component
final class StepInterceptor implements InterceptStrategy {

    private static final String KNOWN = "tuttiKnown";
    private static final String STOP = "stopped";

    private final Journal journal;
    private final TaskSettings settings;
    private final Drain drain;

    StepInterceptor(Journal journal, TaskSettings settings, Drain drain) {
        this.journal = journal;
        this.settings = settings;
        this.drain = drain;
    }

    /** Makes what is on the exchange now the ground on which the first step's changes are seen. */
    static void begin(Exchange exchange, ObjectMapper json) {
        exchange.setProperty(KNOWN, Snapshot.of(exchange, "(begin)", json));
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Processor watched = switch (definition) {
            case StepDefinition step -> new Step(target, step.getId());
            case SplitDefinition split -> new Branches(target, ExchangePropertyKey.SPLIT_INDEX);
            case LoopDefinition loop -> new Branches(target, ExchangePropertyKey.LOOP_INDEX);
            case MulticastDefinition multicast -> new Branches(target, ExchangePropertyKey.MULTICAST_INDEX);
            default -> target;
        };
        return definition.getParent() instanceof LoopDefinition loop
                ? new LoopRound(watched, loop.getId(), settings.mostLoops())
                : watched;
    }

    /** Gives the sections of a split, loop or multicast their branch's index. */
    private static final class Branches extends DelegateAsyncProcessor {

        private final ExchangePropertyKey index;

        Branches(Processor target, ExchangePropertyKey index) {
            super(target);
            this.index = index;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            StepPath outside = StepPath.of(exchange);
            Object outsideIndex = exchange.getProperty(index);
            outside.intoBranches(exchange, index).set(exchange);
            return super.process(exchange, doneSync -> {
                outside.set(exchange);
                if (outsideIndex != null) {
                    // Camel leaves the last index of an inner loop behind, and the outer one's round goes on.
                    exchange.setProperty(index, outsideIndex);
                }
                callback.done(doneSync);
            });
        }
    }

    /** One step of a flow. */
    private final class Step extends DelegateAsyncProcessor {

        private final String id;

        Step(Processor target, String id) {
            super(target);
            this.id = id;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            RunningTask run = exchange.getProperty(TaskRun.PROPERTY, RunningTask.class);
            if (run == null) {
                return super.process(exchange, callback);
            }
            StepPath outside = StepPath.of(exchange);
            String key = outside.key(exchange, id);
            try {
                run.refuseBehindWaiting(outside.here(exchange));
                var finished = run.meet(key);
                if (finished.isPresent()) {
                    restore(exchange, finished.get());
                    callback.done(true);
                    return true;
                }
                if (drain.isStopping()) {
                    run.askToLeave();
                }
                run.leaveWhenAsked(key);
            } catch (RuntimeException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            return runStep(exchange, callback, run, outside, key);
        }

        private boolean runStep(
                Exchange exchange, AsyncCallback callback, RunningTask run, StepPath outside, String key) {
            Instant startedAt = journal.clock().instant();
            Snapshot before = exchange.getProperty(KNOWN, Snapshot.EMPTY, Snapshot.class);
            outside.intoStep(key).set(exchange);
            return super.process(exchange, doneSync -> {
                outside.set(exchange);
                finish(exchange, run, key, startedAt, before);
                callback.done(doneSync);
            });
        }

        private void finish(Exchange exchange, RunningTask run, String key, Instant startedAt, Snapshot before) {
            Throwable failure = failure(exchange);
            if (failure != null) {
                run.takeAlongside(key);
                run.failedAt(key, failure);
                return;
            }
            if (run.waitsWithin(key)) {
                exchange.setException(new Suspended(key));
                return;
            }
            try {
                record(exchange, run, key, startedAt, before);
            } catch (RuntimeException e) {
                exchange.setException(e);
                run.failedAt(key, e);
            }
        }

        private void record(Exchange exchange, RunningTask run, String key, Instant startedAt, Snapshot before) {
            Snapshot after = Snapshot.of(exchange, key, journal.json());
            ObjectNode changes = after.changesSince(before, journal.json());
            if (exchange.isRouteStop()) {
                changes.put(STOP, true);
            }
            var outcome = new Outcome(NullNode.instance, after.body(), null, Usage.NONE, run.takeAlongside(key));
            run.record(key, EntryKind.STEP, startedAt, outcome, changes.isEmpty() ? null : changes);
            Failpoint.STEP_RECORDED.reach();
            put(exchange, after.body(), changes, after);
        }

        private void restore(Exchange exchange, Entry entry) {
            JsonNode changes = entry.context() == null ? NullNode.instance : entry.context();
            Snapshot.restore(exchange, entry.output(), changes, journal.json());
            exchange.setProperty(KNOWN, Snapshot.of(exchange, entry.key(), journal.json()));
            exchange.setRouteStop(changes.path(STOP).asBoolean());
        }

        /** The first run goes on with exactly what a resume would restore. */
        private void put(Exchange exchange, JsonNode body, JsonNode changes, Snapshot known) {
            Snapshot.restore(exchange, body, changes, journal.json());
            exchange.setProperty(KNOWN, known);
        }

        private static @Nullable Throwable failure(Exchange exchange) {
            if (exchange.getException() != null) {
                return exchange.getException();
            }
            var extension = exchange.getExchangeExtension();
            boolean handled = extension.isErrorHandlerHandledSet() && extension.isErrorHandlerHandled();
            return handled ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class) : null;
        }
    }
}
