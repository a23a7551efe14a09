package io.tutti.broker;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultExchange;

/** Writes result files through the route {@code write-result-file}. One that was written before a crash is written again. */
final class FileDelivery implements Delivery {

    private static final String ROUTE = "direct:write-result-file";

    private final CamelContext camel;
    private final ProducerTemplate routes;
    private final Path outbox;

    FileDelivery(CamelContext camel, Path outbox) {
        this.camel = camel;
        this.routes = camel.createProducerTemplate();
        this.outbox = outbox.normalize();
    }

    @Override
    public OutboxRow.Kind kind() {
        return OutboxRow.Kind.FILE;
    }

    @Override
    public void deliver(List<OutboxRow> rows) {
        rows.forEach(this::write);
    }

    @Override
    public boolean isDuplicate(RuntimeException failure) {
        return false;
    }

    @Override
    public boolean open() {
        return camel.getStatus().isStarted();
    }

    /** A directory has no outage of its own: a file that cannot be written is tried again like any other. */
    @Override
    public boolean reachable() {
        return open();
    }

    private void write(OutboxRow row) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(row.body());
        exchange.getMessage().setHeader(Exchange.FILE_NAME, fileName(row.target()));
        routes.send(ROUTE, exchange);
        if (exchange.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeCamelException(exchange.getException());
        }
    }

    private String fileName(String name) {
        if (name.contains("${") || name.contains("$simple{")) {
            throw new IllegalArgumentException("A result was to be written to '" + name
                    + "'; Camel would read this name as a program. Send the file under another name.");
        }
        Path file = outbox.resolve(name).normalize();
        if (!file.startsWith(outbox) || file.equals(outbox)) {
            throw new IllegalArgumentException(
                    "A result was to be written to '" + name + "'; this is outside " + outbox + ".");
        }
        return outbox.relativize(file).toString();
    }
}
