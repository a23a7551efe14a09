package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.task.DefinitionSettings.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What may be said of tasks whose flow has changed. */
class DefinitionSettingsTests {

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @Test
    void keepsWhatThereIsAndParksWhatIsGoneWhereNothingIsSaid() {
        hub.run(started -> {
            DefinitionSettings settings = started.getBean(DefinitionSettings.class);
            assertThat(settings.changed().of("orders")).isEqualTo(Policy.KEEP);
            assertThat(settings.gone().of("orders")).isEqualTo(Policy.PARK);
        });
    }

    @Test
    void hasAPolicyOfItsOwnForAFlow() {
        hub.withPropertyValues(
                        "tutti.definition.changed.default=park",
                        "tutti.definition.changed.flows.customer-support=continue",
                        "tutti.definition.gone.default=continue",
                        "tutti.definition.gone.flows.customer-support=restart")
                .run(started -> {
                    DefinitionSettings settings = started.getBean(DefinitionSettings.class);
                    assertThat(settings.changed().of("orders")).isEqualTo(Policy.PARK);
                    assertThat(settings.changed().of("customer-support")).isEqualTo(Policy.CONTINUE);
                    assertThat(settings.gone().of("orders")).isEqualTo(Policy.CONTINUE);
                    assertThat(settings.gone().of("customer-support")).isEqualTo(Policy.RESTART);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed.default=forget", "gone.default=keep", "gone.flows.orders=keep"})
    void stopsTheStartWhenAPolicyIsNone(String wrong) {
        hub.withPropertyValues("tutti.definition." + wrong)
                .run(started ->
                        assertThat(started).hasFailed().getFailure().hasStackTraceContaining("tutti.definition"));
    }

    @Configuration
    @EnableConfigurationProperties(DefinitionSettings.class)
    static class Settings {}
}
