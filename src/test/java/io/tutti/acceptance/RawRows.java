package io.tutti.acceptance;

import io.tutti.commit.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The rows that one task wrote, written again and again for tasks of other ids by plain JDBC on one connection. */
final class RawRows {

    private final DataSource database;
    private final List<List<Write>> changes;
    private final String id;

    /** @param changes those of one task, in order; the first one's first value is its id */
    RawRows(DataSource database, List<List<Write>> changes) {
        this.database = database;
        this.changes = changes;
        this.id = String.valueOf(changes.getFirst().getFirst().values().getFirst());
    }

    /** Writes {@code together} tasks side by side: their first changes in one transaction, then their second ones ... */
    double perSecond(int together, Duration time) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            long began = System.nanoTime();
            long tasks = 0;
            while (System.nanoTime() - began < time.toNanos()) {
                List<String> ids = Stream.generate(() -> UUID.randomUUID().toString())
                        .limit(together)
                        .toList();
                for (List<Write> change : changes) {
                    write(connection, change, ids);
                }
                tasks += together;
            }
            connection.setAutoCommit(true);
            return tasks / Figure.secondsSince(began);
        }
    }

    private void write(Connection connection, List<Write> change, List<String> ids) throws SQLException {
        Map<String, List<Write>> bySql = new LinkedHashMap<>();
        change.forEach(write ->
                bySql.computeIfAbsent(write.sql(), sql -> new ArrayList<>()).add(write));
        for (var batch : bySql.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(batch.getKey())) {
                for (Write write : batch.getValue()) {
                    for (String other : ids) {
                        for (int i = 0; i < write.values().size(); i++) {
                            Object value = write.values().get(i);
                            statement.setObject(i + 1, value instanceof String text ? text.replace(id, other) : value);
                        }
                        statement.addBatch();
                    }
                }
                statement.executeBatch();
            }
        }
        connection.commit();
    }
}
