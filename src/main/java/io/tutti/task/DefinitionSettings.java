package io.tutti.task;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of a task whose flow is no longer the one that it began with.
 *
 * @param changed when the definition that it began with can still be loaded
 * @param gone when it cannot; nothing can be kept then
 */
@Validated
@ConfigurationProperties("tutti.definition")
record DefinitionSettings(
        @DefaultValue @Valid Changed changed,
        @DefaultValue @Valid Gone gone) {

    /** How such a task goes on. */
    enum Policy {
        /** On the definition that it began with. */
        KEEP,
        /** From its journal, on the present definition. */
        CONTINUE,
        /** Anew, on the present definition. */
        RESTART,
        /** As a dead letter. */
        PARK
    }

    /**
     * @param usual where the flow has no policy of its own; keep by default
     * @param flows a policy of its own for each flow named here; none by default
     */
    record Changed(
            @Name("default") @DefaultValue("keep") Policy usual,
            @DefaultValue Map<String, Policy> flows) {

        Policy of(String flow) {
            return flows.getOrDefault(flow, usual);
        }
    }

    /**
     * @param usual where the flow has no policy of its own; park by default
     * @param flows a policy of its own for each flow named here; none by default
     */
    record Gone(
            @Name("default") @DefaultValue("park") Policy usual,
            @DefaultValue Map<String, Policy> flows) {

        Policy of(String flow) {
            return flows.getOrDefault(flow, usual);
        }

        @AssertTrue(message = "says keep, but what is gone cannot be kept; write continue, restart or park")
        boolean isPossible() {
            return Stream.concat(Stream.of(usual), flows.values().stream()).noneMatch(Policy.KEEP::equals);
        }
    }
}
