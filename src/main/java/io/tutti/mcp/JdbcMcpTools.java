package io.tutti.mcp;

import io.tutti.commit.Write;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code mcp_tool}: the definitions that people approved. */
@Component
final class JdbcMcpTools {

    private final JdbcClient sql;

    JdbcMcpTools(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param tool with the definition that was approved */
    record Approved(McpTool tool, String by, Instant at) {}

    Optional<Approved> find(String server, String name) {
        return Optional.ofNullable(all(server).get(name));
    }

    /** Those of a server, by name. */
    Map<String, Approved> all(String server) {
        Map<String, Approved> found = new HashMap<>();
        sql.sql("SELECT name, definition, approved_by, approved_at FROM mcp_tool WHERE server = ?")
                .param(server)
                .query((row, number) -> new Approved(
                        new McpTool(row.getString("name"), row.getString("definition"), null),
                        row.getString("approved_by"),
                        row.getObject("approved_at", OffsetDateTime.class).toInstant()))
                .list()
                .forEach(each -> found.put(each.tool().name(), each));
        return found;
    }

    static Write insert(String server, Approved approved) {
        return Write.of(
                "INSERT INTO mcp_tool (server, name, definition, approved_by, approved_at) VALUES (?, ?, ?, ?, ?)",
                server,
                approved.tool().name(),
                approved.tool().definition(),
                approved.by(),
                OffsetDateTime.ofInstant(approved.at(), ZoneOffset.UTC));
    }

    static Write delete(String server, String name) {
        return Write.of("DELETE FROM mcp_tool WHERE server = ? AND name = ?", server, name);
    }
}
