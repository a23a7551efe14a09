package io.tutti.audit;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The audit trail's settings.
 *
 * @param keep how long records stay in the database, 1 s to 100 years, the default; older ones go into files of
 *     {@code data/audit/archive}
 */
@Validated
@ConfigurationProperties("tutti.audit")
record AuditSettings(
        @DefaultValue("36500d") @DurationMin(seconds = 1) @DurationMax(days = LONGEST)
        Duration keep) {

    private static final long LONGEST = 36_500;
}
