package io.tutti.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.trace.Trace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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

        Costs costs = costs();
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

        assertThat(costs().sums(CostsBy.PRINCIPAL, "acme", DAY, DAY))
                .singleElement()
                .satisfies(sum -> assertThat(sum.usd()).isEqualByComparingTo("0.000002"));
    }

    @Test
    void findsTheCallsOfATrace() {
        String id = "0af7651916cd43dd8448eb211c80319c";
        Instant later = Instant.parse("2026-11-27T08:00:01Z");
        ModelCost atADoor = new ModelCost(
                "acme",
                "crm",
                null,
                null,
                "p",
                "fast",
                "answered",
                5,
                0,
                3,
                false,
                40,
                later,
                12,
                4L,
                9,
                new Trace(id, "b7ad6b7169203331"));
        ModelCost ofATask = new ModelCost(
                "acme",
                "crm",
                "support",
                "t1",
                "p",
                "fast",
                "time-out",
                0,
                0,
                0,
                false,
                0,
                later.minusSeconds(1),
                30,
                null,
                8,
                null);
        record(atADoor);
        record(ofATask);
        spend("2026-11-27T08:00:00Z", "acme", null, "fast", 1);

        assertThat(costs().calls(id, List.of("t1"), null, DAY, DAY)).containsExactly(ofATask, atADoor);
        assertThat(costs().calls(id, List.of(), "acme", DAY, DAY)).containsExactly(atADoor);
        assertThat(costs().calls(id, List.of("t1"), "zenith", DAY, DAY)).isEmpty();
        assertThat(costs().calls(id, List.of("t1"), null, DAY.plusDays(1), DAY.plusDays(1)))
                .isEmpty();
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
                Instant.parse(at),
                12,
                null,
                7,
                null);
        record(cost);
    }

    private void record(ModelCost cost) {
        var write = costs().record(cost);
        var statement = sql.sql(write.sql());
        for (int i = 0; i < write.values().size(); i++) {
            statement = statement.param(i + 1, write.values().get(i));
        }
        statement.update();
    }

    private JdbcCosts costs() {
        return new JdbcCosts(sql);
    }
}
