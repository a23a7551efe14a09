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
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
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
    public void afterCommit(Runnable listener) {
        listeners.add(listener);
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
            if (!writeTogether(connection, group)) {
                group.forEach(alone -> writeTogether(connection, List.of(alone)));
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            group.forEach(pending -> pending.done.completeExceptionally(asRuntime(e)));
        }
        listeners.forEach(Runnable::run);
    }

    /** Returns false, with nothing written, when the group failed and has to be tried one by one. */
    private static boolean writeTogether(Connection connection, List<Pending> group) {
        try {
            for (var batch : bySql(group).values()) {
                execute(connection, batch);
            }
            connection.commit();
            group.forEach(pending -> pending.done.complete(null));
            return true;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            if (group.size() > 1) {
                return false;
            }
            group.getFirst().done.completeExceptionally(asRuntime(e));
            return true;
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
            case BatchUpdateException batch ->
                unavailable(batch.getNextException() == null ? batch : batch.getNextException());
            case SQLException sql -> unavailable(sql);
            case RuntimeException runtime -> runtime;
            default -> new IllegalStateException(failure);
        };
    }

    private static Unavailable unavailable(SQLException cause) {
        String message = "A change was to be written, the database answered with SQL state " + cause.getSQLState()
                + "; nothing was changed. See the hub's log and the database.";
        return DatabaseAway.isSaidBy(cause.getSQLState())
                ? new DatabaseAway(message, cause)
                : new Unavailable(message, cause);
    }

    private record Pending(List<Write> change, CompletableFuture<Void> done) {}
}
