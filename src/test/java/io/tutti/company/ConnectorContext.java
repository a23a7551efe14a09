package io.tutti.company;

import io.tutti.check.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A Camel context with the shipped connectors on a company database, and nothing else of the hub. */
final class ConnectorContext implements AutoCloseable {

    private static final List<String> CONNECTORS = List.of(
            "database-orders-action",
            "database-returns-action",
            "database-invoices-action",
            "database-products-action",
            "database-account-action",
            "tool-open-ticket-action");

    private final CamelContext context = new DefaultCamelContext();

    ConnectorContext(DataSource company) throws Exception {
        context.getRegistry().bind(CompanyDatabase.NAME, company);
        context.getRegistry().bind("evidence", new Evidence());
        context.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:connectors/databases/,file:connectors/tools/");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                CONNECTORS.forEach(name -> from("direct:" + name).to("kamelet:" + name));
            }
        });
        context.start();
    }

    /** Sends a question through a connector; entries are key, value, key, value. */
    Exchange ask(String connector, String... entries) {
        Map<String, Object> question = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            question.put(entries[i], entries[i + 1]);
        }
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(question);
        return send(connector, exchange);
    }

    /** Sends an exchange with these variables and no body through a connector. */
    Exchange call(String connector, Map<String, Object> variables) {
        var exchange = new DefaultExchange(context);
        variables.forEach(exchange::setVariable);
        return send(connector, exchange);
    }

    private Exchange send(String connector, Exchange exchange) {
        try (var template = context.createProducerTemplate()) {
            return template.send("direct:" + connector, exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
