package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SampleCompanyTests extends SampleContract {

    private static HikariDataSource database;

    @BeforeAll
    static void create() {
        database = SampleCompany.inMemory("sample");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    HikariDataSource database() {
        return database;
    }
}
