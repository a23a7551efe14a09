package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One hub deletes a text while another one takes it as stored: whoever comes second sees what the first one did. */
class SharedPayloadsOnPostgresIT {

    private static final TextNode LONG = TextNode.valueOf("x".repeat(Folding.SHARED + 1));

    private EmbeddedPostgres postgres;
    private JdbcClient sql;
    private JdbcPayloads payloads;
    private GroupCommit otherHub;
    private Connection thisHub;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        DataSource database = postgres.getPostgresDatabase();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        sql = JdbcClient.create(database);
        payloads = new JdbcPayloads(sql, new ObjectMapper());
        otherHub = new GroupCommit(database);
        otherHub.commit(kept("old"));
        thisHub = database.getConnection();
        thisHub.setAutoCommit(false);
    }

    @AfterEach
    void stop() throws Exception {
        thisHub.close();
        otherHub.close();
        postgres.close();
    }

    @Test
    void staysWhenTheOtherHubDeletesAfterThisOneTookIt() throws Exception {
        write(kept("new"));
        CompletableFuture<Void> deletion = otherHubDoes(payloads.forget(List.of("old")));
        thisHub.commit();
        deletion.get(20, TimeUnit.SECONDS);
        assertThat(payloadsAndUses()).containsExactly(1L, 1L);
    }

    @Test
    void isStoredAgainWhenThisHubDeletesBeforeTheOtherOneTakesIt() throws Exception {
        write(payloads.forget(List.of("old")));
        CompletableFuture<Void> keeping = otherHubDoes(kept("new"));
        thisHub.commit();
        keeping.get(20, TimeUnit.SECONDS);
        assertThat(payloadsAndUses()).containsExactly(1L, 1L);
    }

    @Test
    void isDeletedWhenBothHubsDeleteTheirLastTaskWithIt() throws Exception {
        otherHub.commit(kept("new"));
        write(payloads.forget(List.of("old")));
        CompletableFuture<Void> deletion = otherHubDoes(payloads.forget(List.of("new")));
        thisHub.commit();
        deletion.get(20, TimeUnit.SECONDS);
        assertThat(payloadsAndUses()).containsExactly(0L, 0L);
    }

    private List<Write> kept(String taskId) {
        List<Write> rows = new ArrayList<>();
        JdbcPayloads.keep(taskId, LONG, rows);
        return rows;
    }

    /** Lets the other hub write, until it waits for this one. */
    private CompletableFuture<Void> otherHubDoes(List<Write> change) {
        var done = CompletableFuture.runAsync(() -> otherHub.commit(change));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> sql.sql("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                                .query(Long.class)
                                .single()
                        > 0);
        return done;
    }

    private void write(List<Write> change) throws SQLException {
        for (Write write : change) {
            try (var statement = thisHub.prepareStatement(write.sql())) {
                for (int i = 0; i < write.values().size(); i++) {
                    statement.setObject(i + 1, write.values().get(i));
                }
                statement.executeUpdate();
            }
        }
    }

    private List<Long> payloadsAndUses() {
        return List.of("payload", "payload_use").stream()
                .map(table -> sql.sql("SELECT COUNT(*) FROM " + table)
                        .query(Long.class)
                        .single())
                .toList();
    }
}
