package io.tutti.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import io.tutti.model.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A trail in a database of its own. */
final class AuditScene {

    static final byte[] KEY = "a key of the test".getBytes(StandardCharsets.UTF_8);

    final TestClock clock = new TestClock();
    final DataSource database;
    final JdbcClient sql;
    final JdbcAudit trail;
    final JdbcSeals seals;
    final Sealer sealer;
    final Path checkpoint;
    final Checkpoints checkpoints;

    AuditScene(DataSource database, Path folder) {
        this.database = database;
        Flyway.configure().dataSource(database).load().migrate();
        sql = JdbcClient.create(database);
        clock.set("2026-01-02T03:04:05.678901234Z");
        Digests digests = new Digests(KEY);
        ObjectMapper json = new ObjectMapper();
        trail = new JdbcAudit(sql, digests, new Contents(AuditSettings.Content.HASH, digests, json), json, clock);
        seals = new JdbcSeals(new JdbcTemplate(database));
        checkpoint = folder.resolve("audit").resolve("head");
        checkpoints = new Checkpoints(folder.resolve("audit"), new CheckpointKey(KEY), clock);
        sealer = new Sealer(seals, new Digests(KEY), new DataSourceTransactionManager(database), checkpoints);
    }

    private Map<String, Object> detail = Map.of("door", "http");

    /** What further records say. */
    void detail(Map<String, Object> next) {
        detail = next;
    }

    /** Writes {@code count} records of the tasks {@code t0}, {@code t1}, ... without sealing them. */
    void write(int count) throws InterruptedException {
        List<Write> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(trail.record(
                    new AuditEvent(AuditAction.TASK_ACCEPTED, "t" + i, "anna", "acme", "customer-support", detail)));
        }
        try (var commits = new GroupCommit(database)) {
            commits.commit(records);
        }
    }

    AuditVerifier.Verdict verify() throws IOException {
        return AuditVerifier.of(database, KEY, checkpoint).verify();
    }
}
