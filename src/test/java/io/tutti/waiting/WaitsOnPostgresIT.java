package io.tutti.waiting;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds of waits on H2 holds on PostgreSQL; each test has a database of its own. */
class WaitsOnPostgresIT {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    private static DataSource fresh() {
        String name = "waits" + DATABASES.incrementAndGet();
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        return postgres.getDatabase("postgres", name);
    }

    @Nested
    class Waits extends WaitsRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Gathered extends GatherRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Scattered extends ScatterRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }
}
