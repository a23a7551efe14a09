package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schema {@code company} that the shipped connectors read; the tables of the sample are its description. */
record CompanySchema(HikariDataSource database) {

    /**
     * Creates the sample company, or brings it up to date. Its history is a table of its own, so that it may share a
     * database with others.
     */
    void createSample() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/company")
                .table("company_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /**
     * Looks whether the articles can be read.
     *
     * @throws Refused when the schema is missing
     */
    void verify() {
        try {
            JdbcClient.create(database)
                    .sql("SELECT COUNT(*) FROM company.article")
                    .query(Long.class)
                    .single();
        } catch (BadSqlGrammarException e) {
            throw missing(e);
        }
    }

    private Refused missing(BadSqlGrammarException cause) {
        var refused = new Refused(
                Reason.NOT_FOUND,
                "The company database " + address() + " was asked for the table company.article, which is not there"
                        + " or may not be read. Set tutti.company.sample=true to create the sample company in it, point"
                        + " tutti.company.datasource.url at a database that has the schema company, or change the"
                        + " queries in connectors/databases to your own tables and create a view company.article.");
        refused.initCause(cause);
        return refused;
    }

    /** The address without its options: they may hold a password. */
    private String address() {
        return database.getJdbcUrl().split("[;?]", 2)[0];
    }
}
