package io.tutti.routing;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the knowledge comes from.
 *
 * @param sql a query of the company's database without parameters, with the columns {@code id}, {@code topic},
 *     {@code title} and {@code body}
 * @param refresh how often the rows are read again
 */
@Validated
@ConfigurationProperties("tutti.knowledge")
record KnowledgeSettings(
        @DefaultValue("SELECT id, topic, title, body FROM company.article ORDER BY id") @NotBlank
        String sql,

        @DefaultValue("5m") Duration refresh) {}
