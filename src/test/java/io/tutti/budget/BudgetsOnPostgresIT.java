package io.tutti.budget;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds of budgets on H2 holds on PostgreSQL. */
class BudgetsOnPostgresIT extends BudgetsTests {

    private static EmbeddedPostgres postgres;
    private static int databases;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Override
    DataSource database() {
        String name = "budgets" + ++databases;
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        return postgres.getDatabase("postgres", name);
    }
}
