package io.tutti.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What may be said of how long tasks are kept. */
class RetentionSettingsTests {

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @Test
    void isThirtyDaysWhereNothingIsSaid() {
        hub.run(started -> assertThat(started.getBean(RetentionSettings.class).of("orders"))
                .isEqualTo(Duration.ofDays(30)));
    }

    @Test
    void hasATimeOfItsOwnForAFlow() {
        hub.withPropertyValues("tutti.retention.default=90d", "tutti.retention.flows.customer-support=7d")
                .run(started -> {
                    RetentionSettings settings = started.getBean(RetentionSettings.class);
                    assertThat(settings.of("orders")).isEqualTo(Duration.ofDays(90));
                    assertThat(settings.of("customer-support")).isEqualTo(Duration.ofDays(7));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"default=0s", "default=-1d", "default=40000d", "flows.orders=0s", "flows.orders=-7d"})
    void stopsTheStartWhenATimeIsNone(String wrong) {
        hub.withPropertyValues("tutti.retention." + wrong)
                .run(started ->
                        assertThat(started).hasFailed().getFailure().hasStackTraceContaining("tutti.retention"));
    }

    @Configuration
    @EnableConfigurationProperties(RetentionSettings.class)
    static class Settings {}
}
