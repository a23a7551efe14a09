package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.task.Accepted;
import io.tutti.task.NewTask;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.springframework.stereotype.Component;

/** Sends a request the way of every door: the route {@code admit}. Thread-safe. */
@Component
public final class Admit {

    private static final String ROUTE = "direct:admit";

    private final CamelContext camel;
    private final ProducerTemplate producer;

    Admit(CamelContext camel) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
    }

    /**
     * Accepts one task.
     *
     * @throws io.tutti.failure.Failure when it is refused, or the hub takes no work now
     */
    public Accepted one(NewTask request, Caller caller) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(Caller.PROPERTY, caller);
        exchange.getMessage().setBody(List.of(request));
        producer.send(ROUTE, exchange);
        if (exchange.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (exchange.getException() != null) {
            throw new CamelExecutionException("The route admit failed.", exchange, exchange.getException());
        }
        return (Accepted) exchange.getMessage().getBody(List.class).getFirst();
    }
}
