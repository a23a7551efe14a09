package io.tutti.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tutti.failure.Refused;
import io.tutti.home.Home;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;

class CompanyDatabaseTests {

    @TempDir
    private Path data;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withBean(Home.class, () -> new Home(data, List.of(), List.of(), List.of()))
                .withUserConfiguration(WithCompany.class)
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:hub", "spring.flyway.locations=classpath:none");
    }

    @Test
    void createsTheSampleUnderTheDataDirectory() {
        runner().run(context -> {
            var database = context.getBean(CompanyDatabase.NAME, HikariDataSource.class);
            assertThat(SampleCompany.count(database, "customer")).isPositive();
            assertThat(data.resolve("db/company.mv.db")).exists();
        });
    }

    @Test
    void leavesTheHubsOwnDataSourceTheDefault() {
        runner().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeansOfType(DataSource.class)).containsOnlyKeys("dataSource", CompanyDatabase.NAME);
            assertThat(context.getBeanProvider(DataSource.class).getObject()).isSameAs(context.getBean("dataSource"));
        });
    }

    @Test
    void refusesADatabaseWithoutTheSchemaAndSaysWhatToDo() {
        runner().withPropertyValues(
                        "tutti.company.sample=false",
                        "tutti.company.datasource.url=jdbc:h2:mem:elsewhere;PASSWORD_HASH=false")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isNotNull()
                        .satisfies(root -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(Refused.class.getName())
                                .hasStackTraceContaining(
                                        "jdbc:h2:mem:elsewhere was asked for the table company.article")
                                .hasStackTraceContaining("tutti.company.sample=true")));
    }

    @Test
    void usesADatabaseThatHasTheSchemaAsItIs() {
        try (var own = SampleCompany.inMemory("own")) {
            runner().withPropertyValues(
                            "tutti.company.sample=false", "tutti.company.datasource.url=" + own.getJdbcUrl())
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @EnableConfigurationProperties(CompanySettings.class)
    @Import(CompanyDatabase.class)
    static class WithCompany {}
}
