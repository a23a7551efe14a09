package io.tutti.commit;

import io.tutti.failure.Unavailable;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/**
 * Group commit: one thread takes every change that is waiting and writes them in one transaction, so that durability
 * costs one flush for each group, not for each change. There is no artificial delay: while one group is being flushed,
 * the next one gathers.
 *
 * <p>When a group fails, each of its changes is tried alone, so that one bad change never fails its neighbours.
 *
 * <p>Source of the idea: Helland et al., "Group Commit Timers and High Volume Transaction Systems", 1987.
 */
public final class GroupCommit implements Commits, AutoCloseable {

    private static final int LARGEST_GROUP = 256;

    private final DataSource database;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private volatile boolean closed;

    /** Starts the writer's thread on {@code database}. */
    public GroupCommit(DataSource database) {
        this.database = database;
        this.writer = Thread.ofPlatform().name("group-commit").daemon(true).start(this::writeGroups);
    }

    @Override
    public void commit(List<Write> change) {
        if (closed) {
            throw stopping();
        }
        var pending = new Pending(change, new CompletableFuture<>());
        queue.add(pending);
        if (!writer.isAlive()) {
            refuseWaiting();
        }
        try {
            pending.done.join();
        } catch (CompletionException e) {
            throw asRuntime(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    @Override
    public void afterInsert(String table, Runnable listener) {
        listeners.add(new Listener("INSERT INTO " + table + " ", listener));
    }

    /** Writes what is waiting, then stops. The writer is not interrupted: H2 would close its file under it. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        queue.add(new Pending(List.of(), new CompletableFuture<>()));
        writer.join();
    }

    private void writeGroups() {
        try {
            while (!closed || !queue.isEmpty()) {
                var group = new ArrayList<Pending>();
                group.add(queue.take());
                queue.drainTo(group, LARGEST_GROUP - 1);
                write(group);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the writer.", e);
        } finally {
            closed = true;
            refuseWaiting();
        }
    }

    /** What came between the last look at the queue and the writer's end is told so. */
    private void refuseWaiting() {
        for (Pending late = queue.poll(); late != null; late = queue.poll()) {
            late.done.completeExceptionally(stopping());
        }
    }

    private static Unavailable stopping() {
        return new Unavailable("The hub is stopping and takes no more changes; send it again after the restart.");
    }

    private void write(List<Pending> group) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            if (group.size() == 1 || !writeTogether(connection, group)) {
                for (var alone : group) {
                    writeAlone(connection, alone);
                }
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            refuse(group, e);
        }
        listeners.forEach(listener -> listener.hear(group));
    }

    /** What came while the database was asked in vain is refused with it, so that nobody waits for two time-outs. */
    private void refuse(List<Pending> group, SQLException away) {
        queue.drainTo(group);
        group.forEach(pending -> pending.done.completeExceptionally(asRuntime(away)));
    }

    /**
     * Returns false, with nothing written, when the group failed and has to be tried one by one.
     *
     * @throws SQLException when it failed because the database is away, so that there is no use in trying
     */
    private static boolean writeTogether(Connection connection, List<Pending> group) throws SQLException {
        try {
            for (var batch : bySql(group).values()) {
                execute(connection, batch);
            }
            connection.commit();
            group.forEach(pending -> pending.done.complete(null));
            return true;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throwWhenAway(e);
            return false;
        }
    }

    private static void writeAlone(Connection connection, Pending alone) throws SQLException {
        try {
            for (var batch : bySql(List.of(alone)).values()) {
                execute(connection, batch);
            }
            connection.commit();
            alone.done.complete(null);
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throwWhenAway(e);
            alone.done.completeExceptionally(asRuntime(e));
        }
    }

    private static void throwWhenAway(Exception failure) throws SQLException {
        if (failure instanceof SQLException sql
                && DatabaseAway.isForAll(first(sql).getSQLState())) {
            throw sql;
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static Map<String, List<Write>> bySql(List<Pending> group) {
        Map<String, List<Write>> bySql = new LinkedHashMap<>();
        group.forEach(pending -> pending.change.forEach(write ->
                bySql.computeIfAbsent(write.sql(), sql -> new ArrayList<>()).add(write)));
        return bySql;
    }

    private static void execute(Connection connection, List<Write> batch) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(batch.getFirst().sql())) {
            for (var write : batch) {
                for (int i = 0; i < write.values().size(); i++) {
                    statement.setObject(i + 1, write.values().get(i));
                }
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                var otherwise = batch.get(i).otherwise();
                if (counts[i] == 0 && otherwise != null) {
                    throw otherwise.get();
                }
            }
        }
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return switch (failure) {
            case SQLException sql -> unavailable(first(sql));
            case RuntimeException runtime -> runtime;
            default -> new IllegalStateException(failure);
        };
    }

    /** What the first failing statement of a batch reported. */
    private static SQLException first(SQLException failure) {
        return failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
    }

    private static Unavailable unavailable(SQLException cause) {
        String state = cause.getSQLState();
        return state == null || DatabaseAway.isSaidBy(state)
                ? new DatabaseAway(
                        ("A change was to be written, and the hub's database does not do it now (%s). Try again in a moment;"
                                        + " with the same key nothing is done twice.")
                                .formatted(state == null ? "no connection is free" : "SQL state " + state),
                        cause)
                : new Unavailable(
                        "A change was to be written, the database answered with SQL state " + state
                                + "; nothing was changed. See the hub's log and the database.",
                        cause);
    }

    private record Pending(List<Write> change, CompletableFuture<Void> done) {}

    private record Listener(String insert, Runnable action) {

        void hear(List<Pending> group) {
            if (group.stream()
                    .flatMap(pending -> pending.change.stream())
                    .anyMatch(write -> write.sql().startsWith(insert))) {
                action.run();
            }
        }
    }
}
