package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.saga.SagaRouteTests;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds of tasks on H2 holds on PostgreSQL; each test has a database of its own. */
class TasksOnPostgresIT {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static DataSource fresh() {
        String name = "tasks" + DATABASES.incrementAndGet();
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        return postgres.getDatabase("postgres", name);
    }

    /** By the index of states it would look through all tasks that run. */
    @Test
    void findsTheTaskOfAFenceByItsIdAlone() {
        DataSource database = fresh();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        List<String> plan = JdbcClient.create(database)
                .sql("EXPLAIN UPDATE task SET beat = 0 "
                        + Fence.HELD.replaceFirst("[?]", "'a'").replaceFirst("[?]", "1"))
                .query(String.class)
                .list();
        assertThat(plan).anyMatch(line -> line.contains("task_pkey")).noneMatch(line -> line.contains("task_by"));
    }

    @Nested
    class Checkpoints extends CheckpointRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Runs extends TaskRunRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class LostRuns extends LostRunRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Conversations extends ConversationRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Payloads extends PayloadsRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Replayed extends ReplaysRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Redefined extends DefinitionsRouteTests {
        @Override
        DataSource database() {
            return fresh();
        }
    }

    @Nested
    class Undone extends SagaRouteTests {
        @Override
        protected DataSource database() {
            return fresh();
        }
    }
}
