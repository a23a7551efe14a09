package io.tutti.acceptance;

import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The hub's commits, which can be recorded, and can be written without group commit: each change alone. */
final class MeasuredCommits implements Commits {

    private final Commits grouped;
    private final ObjectProvider<DataSource> database;
    private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
    /** Fewer than the pool has: the others are for reading. */
    private final Semaphore connections = new Semaphore(10);

    private volatile boolean alone;
    private volatile @Nullable List<List<Write>> record;

    private MeasuredCommits(Commits grouped, ObjectProvider<DataSource> database) {
        this.grouped = grouped;
        this.database = database;
    }

    void alone(boolean alone) {
        this.alone = alone;
    }

    /** The changes that {@code work} writes; nothing else may be written meanwhile. */
    List<List<Write>> recorded(Callable<?> work) throws Exception {
        var changes = new CopyOnWriteArrayList<List<Write>>();
        record = changes;
        work.call();
        record = null;
        return changes;
    }

    @Override
    public void commit(List<Write> change) {
        var changes = record;
        if (changes != null) {
            changes.add(change);
        }
        if (!alone) {
            grouped.commit(change);
            return;
        }
        connections.acquireUninterruptibly();
        try (Connection connection = database.getObject().getConnection()) {
            connection.setAutoCommit(false);
            for (Write write : change) {
                execute(connection, write);
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.release();
        }
        listeners.forEach((insert, listener) -> {
            if (change.stream().anyMatch(write -> write.sql().startsWith(insert))) {
                listener.run();
            }
        });
    }

    private static void execute(Connection connection, Write write) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(write.sql())) {
            for (int i = 0; i < write.values().size(); i++) {
                statement.setObject(i + 1, write.values().get(i));
            }
            if (statement.executeUpdate() == 0 && write.otherwise() != null) {
                throw write.otherwise().get();
            }
        }
    }

    @Override
    public void afterInsert(String table, Runnable listener) {
        listeners.merge("INSERT INTO " + table + " ", listener, MeasuredCommits::both);
        grouped.afterInsert(table, listener);
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    /** Puts it in the place of the hub's own. */
    @Configuration(proxyBeanMethods = false)
    static class Instead {

        @Bean
        static BeanPostProcessor measured(ObjectProvider<DataSource> database) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Commits commits ? new MeasuredCommits(commits, database) : bean;
                }
            };
        }
    }
}
