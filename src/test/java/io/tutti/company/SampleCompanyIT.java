package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SampleCompanyIT extends SampleContract {

    private static EmbeddedPostgres postgres;
    private static HikariDataSource database;

    @BeforeAll
    static void create() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = SampleCompany.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
        new CompanySchema(database).createSample();
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        postgres.close();
    }

    @Override
    HikariDataSource database() {
        return database;
    }
}
