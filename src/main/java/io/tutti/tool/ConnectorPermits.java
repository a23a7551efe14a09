package io.tutti.tool;

import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.task.TaskRun;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Makes sure that whoever a task belongs to may use a connector, each time that a route sends to one. Routes outside a
 * task work for the hub itself. Thread-safe.
 */
@Component
final class ConnectorPermits implements InterceptStrategy {

    private static final Pattern CONNECTOR = Pattern.compile("kamelet:(?://)?([^/?]+).*");

    private final Guard guard;

    ConnectorPermits(Guard guard) {
        this.guard = guard;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return definition instanceof SendDefinition<?> send
                ? connector(send.getUri())
                        .<Processor>map(name -> new Guarded(target, name))
                        .orElse(target)
                : target;
    }

    private static Optional<String> connector(String uri) {
        Matcher found = CONNECTOR.matcher(uri == null ? "" : uri);
        return found.matches() && !found.group(1).equals("sink")
                ? Optional.of("connector:" + found.group(1))
                : Optional.empty();
    }

    private final class Guarded extends DelegateAsyncProcessor {

        private final String action;

        Guarded(Processor target, String action) {
            super(target);
            this.action = action;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                TaskRun.of(exchange).ifPresent(this::require);
            } catch (RuntimeException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            return super.process(exchange, callback);
        }

        private void require(TaskRun run) {
            guard.require(
                    new Asked(guard.find(run.principal(), run.tenant()), action, Map.of(), run.flow(), run.taskId()));
        }
    }
}
