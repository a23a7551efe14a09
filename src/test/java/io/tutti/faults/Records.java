package io.tutti.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the hub's tables say, read by plain JDBC. */
final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection database;

    Records(Connection database) {
        this.database = database;
    }

    /** A task: its order's reference is in its input. */
    record Row(String id, String ref, String status, String key) {}

    List<Row> tasks(String flow) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (var select = database.prepareStatement("SELECT id, input, status, task_key FROM task WHERE flow = ?")) {
            select.setString(1, flow);
            for (ResultSet row = select.executeQuery(); row.next(); ) {
                JsonNode input = JSON.readTree(row.getString("input"));
                rows.add(new Row(
                        row.getString("id"),
                        input.path("ref").asText(),
                        row.getString("status"),
                        row.getString("task_key")));
            }
        }
        return rows;
    }

    /** How many rows a query has for each value of its first column. */
    Map<String, Integer> count(String query) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (var select = database.createStatement();
                ResultSet row = select.executeQuery(query)) {
            while (row.next()) {
                counts.merge(row.getString(1), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** What is granted of each budget, in all its times. */
    Map<String, Long> granted() throws SQLException {
        Map<String, Long> granted = new HashMap<>();
        try (var select = database.createStatement();
                ResultSet row =
                        select.executeQuery("SELECT account, SUM(granted) FROM budget_account GROUP BY account")) {
            while (row.next()) {
                granted.put(row.getString(1), row.getLong(2));
            }
        }
        return granted;
    }

    /** The columns in which {@code text} is found. */
    List<String> tellOf(String text) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (ResultSet column = database.getMetaData().getColumns(null, null, "%", "%")) {
            while (column.next()) {
                String type = column.getString("TYPE_NAME").toLowerCase(java.util.Locale.ROOT);
                String schema = column.getString("TABLE_SCHEM");
                if ((type.contains("char") || type.contains("text") || type.contains("clob"))
                        && schema.equalsIgnoreCase("public")) {
                    columns.put(
                            column.getString("TABLE_NAME") + "." + column.getString("COLUMN_NAME"),
                            "SELECT 1 FROM \"%s\" WHERE \"%s\" LIKE ?"
                                    .formatted(column.getString("TABLE_NAME"), column.getString("COLUMN_NAME")));
                }
            }
        }
        List<String> found = new ArrayList<>();
        for (var column : columns.entrySet()) {
            try (var select = database.prepareStatement(column.getValue())) {
                select.setString(1, "%" + text + "%");
                if (select.executeQuery().next()) {
                    found.add(column.getKey());
                }
            }
        }
        return found;
    }
}
