package io.tutti.retention;

import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * How long ended tasks are kept: 1 s to 100 years.
 *
 * @param usual how long, where the flow has no time of its own; 30 days by default
 * @param flows a time of its own for each flow named here; none by default
 */
@Validated
@ConfigurationProperties("tutti.retention")
record RetentionSettings(
        @Name("default") @DefaultValue("30d") @DurationMin(seconds = 1) @DurationMax(days = LONGEST)
        Duration usual,

        @DefaultValue Map<String, @DurationMin(seconds = 1) @DurationMax(days = LONGEST) Duration> flows) {

    private static final long LONGEST = 36_500;

    Duration of(String flow) {
        return flows.getOrDefault(flow, usual);
    }
}
