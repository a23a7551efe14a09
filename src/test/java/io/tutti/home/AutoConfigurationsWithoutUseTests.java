package io.tutti.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

class AutoConfigurationsWithoutUseTests {

    private final List<String> all = ImportCandidates.load(
                    AutoConfiguration.class, getClass().getClassLoader())
            .getCandidates();

    @Test
    void leavesOutWhatTheHubHasNoUseForAndNothingElse() {
        assertThat(kept(all))
                .contains(
                        DataSourceAutoConfiguration.class.getName(),
                        FlywayAutoConfiguration.class.getName(),
                        "org.apache.camel.spring.boot.CamelAutoConfiguration",
                        "org.apache.camel.component.kamelet.springboot.KameletComponentAutoConfiguration")
                .doesNotContain(GsonAutoConfiguration.class.getName());
        assertThat(kept(List.of("com.example.OurAutoConfiguration")))
                .containsExactly("com.example.OurAutoConfiguration");
    }

    @Test
    void namesOnlyWhatLibrariesBringAlong() {
        assertThat(AutoConfigurationsWithoutUse.LEFT_OUT)
                .allSatisfy(beginning -> assertThat(all).anyMatch(name -> name.startsWith(beginning)));
    }

    @Test
    void passesOverNamesThatAnotherFilterTookOut() {
        assertThat(new AutoConfigurationsWithoutUse().match(new String[] {null}, noMetadata()))
                .hasSize(1);
    }

    private static List<String> kept(List<String> names) {
        boolean[] matches = new AutoConfigurationsWithoutUse().match(names.toArray(String[]::new), noMetadata());
        var kept = new ArrayList<String>();
        for (int i = 0; i < matches.length; i++) {
            if (matches[i]) {
                kept.add(names.get(i));
            }
        }
        return kept;
    }

    private static AutoConfigurationMetadata noMetadata() {
        return mock(AutoConfigurationMetadata.class);
    }
}
