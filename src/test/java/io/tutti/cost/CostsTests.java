package io.tutti.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CostsTests {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private JdbcClient sql;

    DataSource database() {
        return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @BeforeEach
    void open() {
        DataSource database = database();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/{vendor}")
                .load()
                .migrate();
        sql = JdbcClient.create(database);
    }

    @Test
    void addsUpByWhatIsAsked() {
        spend("2026-11-26T23:59:59Z", "acme", "support", "fast", 1_500_000);
        spend("2026-11-27T00:00:00Z", "acme", null, "smart", 2);
        spend("2026-11-27T08:00:00Z", "zenith", "support", "fast", 40);

        Costs costs = at("2026-11-27T12:00:00Z");
        assertThat(costs.sums(CostsBy.MODEL, null, DAY.minusDays(1), DAY))
                .containsExactly(
                        new CostSum("fast", new BigDecimal("1.500040"), 2, 2000, 800, 200, 1),
                        new CostSum("smart", new BigDecimal("0.000002"), 1, 1000, 400, 100, 0));
        assertThat(costs.sums(CostsBy.FLOW, null, DAY, DAY))
                .extracting(CostSum::name)
                .containsExactly("support", "");
        assertThat(costs.sums(CostsBy.DAY, null, DAY.minusDays(1), DAY))
                .extracting(sum -> sum.name() + " " + sum.calls())
                .containsExactly("2026-11-26 1", "2026-11-27 2");
        assertThat(costs.sums(CostsBy.TENANT, null, DAY, DAY))
                .extracting(CostSum::name)
                .containsExactly("zenith", "acme");
    }

    @Test
    void showsATenantItsOwnAlone() {
        spend("2026-11-27T00:00:00Z", "acme", null, "smart", 2);
        spend("2026-11-27T08:00:00Z", "zenith", "support", "fast", 40);

        assertThat(at("2026-11-27T12:00:00Z").sums(CostsBy.PRINCIPAL, "acme", DAY, DAY))
                .singleElement()
                .satisfies(sum -> assertThat(sum.usd()).isEqualByComparingTo("0.000002"));
    }

    private void spend(String at, String tenant, @Nullable String flow, String model, long microDollars) {
        var cost = new ModelCost(
                tenant,
                "crm",
                flow,
                null,
                "default",
                model,
                "answered",
                1000,
                400,
                100,
                microDollars == 40,
                microDollars,
                12);
        var write = at(at).record(cost);
        var statement = sql.sql(write.sql());
        for (int i = 0; i < write.values().size(); i++) {
            statement = statement.param(i + 1, write.values().get(i));
        }
        statement.update();
    }

    private JdbcCosts at(String instant) {
        return new JdbcCosts(sql, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }
}
