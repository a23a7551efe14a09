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
 * @param content what records tell of inputs and outputs
 * @param permissions which decisions about permissions are records of their own
 */
@Validated
@ConfigurationProperties("tutti.audit")
public record AuditSettings(
        @DefaultValue("36500d") @DurationMin(seconds = 1) @DurationMax(days = LONGEST)
        Duration keep,

        @DefaultValue("hash") Content content,
        @DefaultValue("denied") Decisions permissions) {

    private static final long LONGEST = 36_500;

    /** What records tell of inputs and outputs. */
    public enum Content {
        /** Nothing. */
        NONE,
        /** A keyed digest, which shows whether what is kept elsewhere is what it was. */
        HASH,
        /** The digest, and a copy in which what identifies people is replaced. */
        COPY
    }

    /** Decisions about permissions. */
    public enum Decisions {
        /** Refusals. What is permitted is recorded with what it led to, where it led to something. */
        DENIED,
        /** Every one, also of what only reads. */
        ALL
    }
}
