package io.tutti.task;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tasks are run.
 *
 * @param concurrent how many flows run at once, 1 to 10,000; 64 by default. A waiting task takes no place.
 * @param mostLoops how many rounds one loop of a flow may have, 1 to 1,000,000; 1,000 by default
 * @param stopGrace how long a stopping hub waits for the running steps; 10 s by default
 * @param lease how long a hub holds a task without a sign of life, 1 s to 1 h; 15 s by default
 */
@Validated
@ConfigurationProperties("tutti.task")
record TaskSettings(
        @DefaultValue("64") @Min(1) @Max(10_000) int concurrent,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int mostLoops,
        @DefaultValue("10s") Duration stopGrace,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration lease) {}
