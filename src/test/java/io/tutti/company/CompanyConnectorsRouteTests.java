package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CompanyConnectorsRouteTests extends ConnectorContract {

    private static HikariDataSource database;
    private static ConnectorContext connectors;

    @BeforeAll
    static void start() throws Exception {
        database = SampleCompany.inMemory("connectors");
        connectors = new ConnectorContext(database);
    }

    @AfterAll
    static void stop() {
        connectors.close();
        database.close();
    }

    @Override
    ConnectorContext connectors() {
        return connectors;
    }
}
