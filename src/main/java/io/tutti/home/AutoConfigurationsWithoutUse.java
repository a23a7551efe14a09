package io.tutti.home;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Leaves out auto-configurations of Spring Boot and Camel that libraries bring along and the hub has no use for. Each
 * would be read, bound to its settings and made into beans: together a twentieth of the start. A feature that gets used
 * is taken off the list; what is not on it, a user's own too, is configured as ever.
 */
public final class AutoConfigurationsWithoutUse implements AutoConfigurationImportFilter {

    private static final String BOOT = "org.springframework.boot.autoconfigure.";
    private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.";
    private static final String CAMEL = "org.apache.camel.";

    /** Beginnings of their class names. */
    static final List<String> LEFT_OUT = List.of(
            BOOT + "cache.",
            BOOT + "dao.",
            BOOT + "gson.",
            BOOT + "http.client.",
            BOOT + "jms.",
            BOOT + "netty.",
            BOOT + "reactor.",
            BOOT + "sql.init.",
            BOOT + "task.TaskScheduling",
            BOOT + "transaction.jta.",
            BOOT + "web.client.",
            BOOT + "websocket.",
            ACTUATOR + "endpoint.jackson.",
            ACTUATOR + "endpoint.jmx.",
            ACTUATOR + "info.",
            ACTUATOR + "metrics.integration.",
            ACTUATOR + "metrics.startup.",
            ACTUATOR + "metrics.task.",
            ACTUATOR + "observation.web.client.",
            ACTUATOR + "scheduling.",
            ACTUATOR + "ssl.",
            CAMEL + "component.browse.",
            CAMEL + "component.controlbus.",
            CAMEL + "component.dataformat.",
            CAMEL + "component.dataset.",
            CAMEL + "component.mock.",
            CAMEL + "component.rest.",
            CAMEL + "component.saga.",
            CAMEL + "component.sql.stored.",
            CAMEL + "component.stub.",
            CAMEL + "component.validator.",
            CAMEL + "component.xslt.",
            CAMEL + "language.",
            CAMEL + "model.rest.",
            CAMEL + "spring.boot.actuate.info.",
            CAMEL + "spring.boot.cloud.",
            CAMEL + "spring.boot.vault.");

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        var kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = name == null || LEFT_OUT.stream().noneMatch(name::startsWith);
        }
        return kept;
    }
}
