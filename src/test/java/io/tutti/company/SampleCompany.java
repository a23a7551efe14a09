package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sample company on a database of a test's choice. */
final class SampleCompany {

    private SampleCompany() {}

    /** A new H2 database in memory with the sample in it. */
    static HikariDataSource inMemory(String name) {
        var database = open("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa");
        new CompanySchema(database).createSample();
        return database;
    }

    /** A pool on any database, with nothing done to it. */
    static HikariDataSource open(String url, String user) {
        var database = new HikariDataSource();
        database.setJdbcUrl(url);
        database.setUsername(user);
        database.setPassword("");
        return database;
    }

    /** How many rows a query counts. */
    static long count(DataSource database, String from) {
        return JdbcClient.create(database)
                .sql("SELECT COUNT(*) FROM company." + from)
                .query(Long.class)
                .single();
    }
}
