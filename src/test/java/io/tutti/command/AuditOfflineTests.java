package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code audit verify --offline} on the database that a stopped hub left. */
class AuditOfflineTests {

    private final Shell shell = new Shell(Map.of(), "");

    @TempDir
    private Path data;

    private JdbcDataSource database;

    @BeforeEach
    void leaveADatabase() throws IOException {
        Files.writeString(Files.createDirectories(data.resolve("secrets")).resolve("audit.key"), "0123456789abcdef");
        database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + data.toAbsolutePath().resolve("db/hub"));
        database.setUser("tutti");
        database.setPassword("");
        Flyway.configure().dataSource(database).load().migrate();
    }

    @Test
    void findsAnEmptyTrailIntact() {
        var result = verify();

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("The audit trail is intact.");
    }

    @Test
    void findsARecordThatTheHubDidNotWrite() {
        new JdbcTemplate(database).update("""
                        INSERT INTO audit (at, action, principal, tenant, subject, detail, digest)
                        VALUES (CURRENT_TIMESTAMP, 'task.accepted', 'eve', 'default', 'x', '{}', 'forged')""");

        var result = verify();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).startsWith("The audit trail is BROKEN.").contains("First broken  record 1, forged");
    }

    @Test
    void saysThatTheHubRuns() throws IOException {
        try (var file = FileChannel.open(data.resolve("db/hub.mv.db"), StandardOpenOption.WRITE);
                var held = file.lock()) {
            var result = verify();

            assertThat(held.isValid()).isTrue();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("cannot be read; if the hub runs, leave out --offline.");
        }
    }

    @Test
    void saysThatThereIsNoDatabase() throws IOException {
        Files.delete(data.resolve("db/hub.mv.db"));

        var result = verify();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("hub.mv.db is not there; name the data directory of a hub by --data.");
    }

    private Shell.Result verify() {
        return shell.run("audit", "verify", "--offline", "--data", data.toString());
    }
}
