package io.tutti.company;

import com.zaxxer.hikari.HikariDataSource;
import io.tutti.commit.Compaction;
import io.tutti.commit.JdbcEviction;
import io.tutti.home.Home;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The company's data source, apart from the hub's own. */
@Configuration(value = "companyConfiguration", proxyBeanMethods = false)
class CompanyDatabase {

    /** The bean's name: connectors write {@code dataSource: "#companyDatabase"}. */
    static final String NAME = "companyDatabase";

    /**
     * The pool, with the schema in place. It is no default candidate, so that the hub's own data source stays the one
     * that Spring picks by type.
     */
    @Bean(name = NAME, defaultCandidate = false)
    @Qualifier(NAME)
    HikariDataSource companyDatabase(CompanySettings settings, Home home) {
        var database = new HikariDataSource();
        database.setPoolName("company");
        database.setJdbcUrl(url(settings, home));
        database.setExceptionOverride(new JdbcEviction());
        database.setUsername(settings.datasource().username());
        database.setPassword(settings.datasource().password());
        try {
            prepare(new CompanySchema(database), settings.sample());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    @Bean
    Compaction companyCompaction(@Qualifier(NAME) HikariDataSource companyDatabase) {
        return new Compaction(companyDatabase);
    }

    private static void prepare(CompanySchema schema, boolean sample) {
        if (sample) {
            schema.createSample();
        }
        schema.verify();
    }

    private static String url(CompanySettings settings, Home home) {
        var url = settings.datasource().url();
        return url == null || url.isBlank()
                ? "jdbc:h2:file:" + home.data("db", "company")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64"
                : url;
    }
}
