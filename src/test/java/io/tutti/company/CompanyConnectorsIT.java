package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CompanyConnectorsIT extends ConnectorContract {

    private static EmbeddedPostgres postgres;
    private static HikariDataSource database;
    private static ConnectorContext connectors;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        database = SampleCompany.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
        new CompanySchema(database).createSample();
        connectors = new ConnectorContext(database);
    }

    @AfterAll
    static void stop() throws Exception {
        connectors.close();
        database.close();
        postgres.close();
    }

    @Override
    ConnectorContext connectors() {
        return connectors;
    }
}
