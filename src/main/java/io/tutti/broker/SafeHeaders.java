package io.tutti.broker;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Which JMS properties may enter and leave. In come only listed names, so that no sender can set a header that steers
 * Camel, in whatever case it is written. Out goes everything but Camel's own headers and those that the broker sets.
 */
final class SafeHeaders implements HeaderFilterStrategy {

    private static final Set<String> ALLOWED_IN =
            Set.of("flow", "conversation", "key", "traceparent", "tuttiError", "JMSXGroupID");
    private static final Set<String> BROKERS_OWN = Set.of(
            "jmsxuserid",
            "jmsxappid",
            "jmsxdeliverycount",
            "jmsxproducertxid",
            "jmsxconsumertxid",
            "jmsxrcvtimestamp",
            "jmsxrecvtimestamp",
            "jmsxstate");

    private final Set<String> allowedIn = new TreeSet<>(ALLOWED_IN);

    /** @param further names beside the hub's own; those that steer Camel or the hub are never let in */
    SafeHeaders(Set<String> further) {
        further.stream().filter(name -> !steers(name)).forEach(allowedIn::add);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !allowedIn.contains(name);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return steersCamel(name) || BROKERS_OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean steers(String name) {
        return steersCamel(name) || name.toLowerCase(Locale.ROOT).startsWith("tutti");
    }

    private static boolean steersCamel(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel") || lower.startsWith("org.apache.camel") || lower.startsWith("breadcrumbid");
    }
}
