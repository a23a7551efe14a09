package io.tutti.model;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the gateway behaves for every model.
 *
 * @param deadline the longest time for one gateway call with all its ways; local models may answer after it
 * @param maxResponse the largest HTTP response that is read
 * @param backoff the waits between two calls of one model
 * @param breaker when a failing model is left alone
 */
@Validated
@ConfigurationProperties("tutti.model")
record ModelSettings(
        @DefaultValue("60s") Duration deadline,
        @DefaultValue("10MB") DataSize maxResponse,
        @Valid @DefaultValue Backoff backoff,
        @Valid @DefaultValue Breaker breaker) {

    /**
     * @param first the ceiling of the first wait; it doubles with each retry, and the wait is a random part of it
     * @param longest no wait is longer; an endpoint that asks for more with {@code Retry-After} is passed over
     */
    record Backoff(
            @DefaultValue("500ms") Duration first,
            @DefaultValue("20s") Duration longest) {}

    /**
     * @param failureRate per cent of failed calls, at which a model is left alone
     * @param window calls that are looked at
     * @param minimumCalls calls before the rate counts
     * @param openFor how long it is left alone
     * @param halfOpenCalls calls that then probe it
     */
    record Breaker(
            @DefaultValue("50") @DecimalMin("1") @DecimalMax("100")
            float failureRate,

            @DefaultValue("20") @Min(1) @Max(10_000) int window,
            @DefaultValue("5") @Min(1) int minimumCalls,
            @DefaultValue("30s") Duration openFor,
            @DefaultValue("2") @Min(1) int halfOpenCalls) {}
}
