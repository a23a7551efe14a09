package io.tutti.commit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Random;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class CompactionTests {

    private static final int ROWS = 2000;

    @TempDir
    private Path folder;

    private JdbcConnectionPool database;
    private JdbcClient sql;

    @BeforeEach
    void fillAFileWithSparseChunks() {
        // Without a retention time a test need not wait for 45 s.
        database = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.resolve("grown") + ";WRITE_DELAY=0;RETENTION_TIME=0", "tutti", "");
        sql = JdbcClient.create(database);
        sql.sql("CREATE TABLE grown (id INTEGER PRIMARY KEY, body VARCHAR)").update();
        sql.sql("INSERT INTO grown SELECT x, REPEAT('x', 500) FROM SYSTEM_RANGE(1, :rows)")
                .param("rows", ROWS)
                .update();
        var random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            sql.sql("UPDATE grown SET body = body || 'y' WHERE id = :id")
                    .param("id", random.nextInt(ROWS) + 1)
                    .update();
        }
    }

    @AfterEach
    void close() {
        database.dispose();
    }

    @Test
    void fillsTheFileOfADatabaseThatIsWrittenInSmallCommits() throws Exception {
        assertThat(percentStillNeeded()).isLessThan(50);
        try (var compaction = new Compaction(database)) {
            await().atMost(20, SECONDS).until(() -> percentStillNeeded() >= 50);
        }
        assertThat(sql.sql("SELECT COUNT(*) FROM grown").query(Integer.class).single())
                .isEqualTo(ROWS);
    }

    @Test
    void leavesADatabaseInMemoryAlone() throws Exception {
        var inMemory = JdbcConnectionPool.create("jdbc:h2:mem:compaction", "tutti", "");
        try (var compaction = new Compaction(inMemory)) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("compaction");
        } finally {
            inMemory.dispose();
        }
    }

    private int percentStillNeeded() {
        return sql.sql("SELECT setting_value FROM information_schema.settings"
                        + " WHERE setting_name = 'info.CHUNKS_FILL_RATE'")
                .query(Integer.class)
                .single();
    }
}
