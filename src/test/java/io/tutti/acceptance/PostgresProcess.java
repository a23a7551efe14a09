package io.tutti.acceptance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A PostgreSQL that can be stopped at once and started again on the same port and data, and made read only. */
final class PostgresProcess implements AutoCloseable {

    private final Path directory;
    private final int port = HubProcess.freePort();
    private EmbeddedPostgres postgres;

    PostgresProcess(Path directory) {
        this.directory = directory;
    }

    PostgresProcess start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                // The builder turns it off: a server that is stopped at once would lose what it has answered for.
                .setServerConfig("synchronous_commit", "on")
                .start();
        return this;
    }

    /** The hub's options to use it. */
    String[] options(String... more) {
        String[] options = new String[more.length + 2];
        System.arraycopy(more, 0, options, 2, more.length);
        options[0] = "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        options[1] = "--spring.datasource.username=postgres";
        return options;
    }

    /** As an operator's {@code pg_ctl stop -m immediate}: nothing is written, and the next start recovers. */
    void stopAtOnce() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
        Signal.send("QUIT", pid);
        Awaitility.await("the database has stopped")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        postgres.close();
    }

    /** Cuts every connection but this one. */
    void killConnections() throws SQLException {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    void readOnly(boolean on) throws SQLException {
        try (Connection connection = connection()) {
            connection.createStatement().execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
            connection
                    .createStatement()
                    .execute("ALTER SYSTEM SET default_transaction_read_only = " + (on ? "on" : "off"));
            connection.createStatement().execute("SELECT pg_reload_conf()");
        }
        killConnections();
    }

    /** Locks the tasks against reading and writing until the connection is closed. */
    Connection lockTasks() throws SQLException {
        Connection connection = connection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE task IN ACCESS EXCLUSIVE MODE");
        return connection;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = connection()) {
            connection.createStatement().execute(sql);
        }
    }

    private Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
