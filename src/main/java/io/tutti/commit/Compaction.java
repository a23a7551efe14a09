package io.tutti.commit;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of an embedded H2 database from growing for ever. H2 appends what a commit changed and copies what is
 * still needed out of old chunks later, in a thread of its own; but {@code WRITE_DELAY=0}, without which a killed hub
 * loses commits that it had answered for, stops that thread. This one does the same work in small pieces: a chunk that
 * is older than H2's retention time (45 s) and sparse is written anew, and its space is used again.
 *
 * <p>Other databases, and H2 in memory, are left alone.
 */
public final class Compaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Below it H2's own thread would also compact: the percentage of the chunks that is still needed. */
    private static final int FILL_PERCENT = 50;

    /** A commit waits for one piece at most, which takes about 10 ms. */
    private static final int PIECE_BYTES = 1 << 20;

    private static final int PIECES = 4;

    private final DataSource database;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Optional<Thread> thread;

    /** Starts a thread when {@code database} is H2 in a file. */
    public Compaction(DataSource database) {
        this.database = database;
        this.thread = store().map(store ->
                Thread.ofPlatform().name("compaction").daemon(true).start(() -> compact(store)));
    }

    /** Waits for the piece at hand. The thread is not interrupted: H2 would close its file under it. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        if (thread.isPresent()) {
            thread.get().join();
        }
    }

    private Optional<MVStore> store() {
        try {
            return find();
        } catch (SQLException e) {
            throw new IllegalStateException("The database was to be opened and could not be: " + e.getMessage(), e);
        }
    }

    private Optional<MVStore> find() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.isWrapperFor(JdbcConnection.class)
                            && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                            && session.getDatabase().isPersistent()
                    ? Optional.of(session.getDatabase().getStore().getMvStore())
                    : Optional.empty();
        }
    }

    private void compact(MVStore first) {
        MVStore store = first;
        try {
            while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                store = store.isClosed() ? reopened(store) : compactOnce(store);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the compaction.", e);
        } catch (RuntimeException e) {
            LOG.error("The database file is no longer compacted and will grow until the hub is restarted", e);
        }
    }

    private static MVStore compactOnce(MVStore store) {
        try {
            for (int i = 0; i < PIECES && store.compact(FILL_PERCENT, PIECE_BYTES); i++) {
                Thread.onSpinWait();
            }
        } catch (RuntimeException e) {
            if (!store.isClosed()) {
                throw e;
            }
            LOG.warn("The database file cannot be written now: {}", e.getMessage());
        }
        return store;
    }

    /**
     * H2 closes its file when the disk is full, and opens it anew for the next connection once there is room. The pool
     * does not see that the connections it has are dead, and would hand them out for ever: they are thrown away.
     */
    private MVStore reopened(MVStore closedOne) {
        try {
            MVStore found = find().orElse(closedOne);
            if (found.isClosed() && database.isWrapperFor(HikariDataSource.class)) {
                database.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
            }
            return found;
        } catch (SQLException e) {
            LOG.debug("The database file cannot be opened yet", e);
            return closedOne;
        }
    }
}
