package io.tutti.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * H2 changes a schema outside transactions: a hub that dies after a migration and before Flyway's note of it runs that
 * migration again when it starts.
 */
class MigrationsTests {

    private static final Path FOLDER = Path.of("src/main/resources/db");

    private final DataSource database = h2();

    @Test
    void runTwiceWithTheResultOfOnce() {
        migrations("migration", "h2").forEach(migration -> {
            run(migration);
            run(migration);
        });
        assertThat(columns("TASK")).contains("CRASHES", "TURN");
    }

    @Test
    void findWhichTasksReferToAPayloadThatWasStoredBefore() {
        List<Path> all = migrations("migration");
        all.stream().filter(migration -> version(migration) < 12).forEach(this::run);
        update("""
                INSERT INTO task (id, tenant, task_key, principal, flow, status, input, output, reply, micro_dollars,
                                  input_tokens, output_tokens, model_calls, tool_calls, created_at, epoch, wake)
                VALUES ('t', 'acme', 't', 'crm', 'f', 'COMPLETED', '"@"', '@a', '{}', 0, 0, 0, 0, 0, CURRENT_TIMESTAMP, 1, FALSE)""");
        update("""
                INSERT INTO journal (task_id, entry_key, seq, kind, status, attempt, started_at, duration_ms, output,
                                     context, micro_dollars, input_tokens, output_tokens, repeated)
                VALUES ('t', 'k', 1, 'step', 'DONE', 1, CURRENT_TIMESTAMP, 1, '@a', '@b', 0, 0, 0, FALSE)""");
        for (int i = 0; i < 2; i++) {
            all.stream().filter(migration -> version(migration) >= 12).forEach(this::run);
        }
        assertThat(JdbcClient.create(database)
                        .sql("SELECT task_id || ' ' || hash FROM payload_use ORDER BY hash")
                        .query(String.class)
                        .list())
                .containsExactly("t a", "t b");
    }

    @Test
    void bringTheSampleCompanyOnce() {
        List<Path> company = migrations("company");
        company.forEach(this::run);
        long products = count("product");
        long articles = count("article");
        company.forEach(this::run);
        assertThat(products).isPositive().isEqualTo(count("product"));
        assertThat(articles).isPositive().isEqualTo(count("article"));
    }

    @Test
    void aMigrationThatCannotRunTwiceIsFound() {
        Path once = Path.of("src/test/resources/migrations/bad/V1__once.sql");
        run(once);
        assertThatThrownBy(() -> run(once)).hasStackTraceContaining("already exists");
    }

    private static List<Path> migrations(String... folders) {
        return Arrays.stream(folders)
                .map(FOLDER::resolve)
                .flatMap(folder -> Arrays.stream(folder.toFile().listFiles()))
                .map(file -> file.toPath())
                .sorted(Comparator.comparingDouble(MigrationsTests::version))
                .toList();
    }

    /** As Flyway orders them: V2 comes before V12. */
    private static double version(Path migration) {
        String name = migration.getFileName().toString();
        return Double.parseDouble(name.substring(1, name.indexOf("__")));
    }

    private void run(Path migration) {
        new ResourceDatabasePopulator(new FileSystemResource(migration)).execute(database);
    }

    private void update(String statement) {
        JdbcClient.create(database).sql(statement).update();
    }

    private List<String> columns(String table) {
        return JdbcClient.create(database)
                .sql("SELECT column_name FROM information_schema.columns WHERE table_name = ?")
                .param(table)
                .query(String.class)
                .list();
    }

    private long count(String table) {
        return JdbcClient.create(database)
                .sql("SELECT COUNT(*) FROM company." + table)
                .query(Long.class)
                .single();
    }

    private static DataSource h2() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }
}
