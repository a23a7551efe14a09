package io.tutti.tool;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which headers an HTTP call sends and brings back: Camel's own rules, and none that steers Camel or the hub in whatever
 * case it is written, since Camel's own rules can be passed with another case (CVE-2026-40453). Thread-safe.
 */
@Component("httpHeaders")
public final class HttpHeaders extends HttpHeaderFilterStrategy {

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return steers(name) || super.applyFilterToExternalHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return steers(name) || super.applyFilterToCamelHeaders(name, value, exchange);
    }

    private static boolean steers(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel")
                || lower.startsWith("org.apache.camel")
                || lower.startsWith("tutti")
                || lower.startsWith("breadcrumbid");
    }
}
