package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Write;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit}: writing a record and reading records. */
final class JdbcAudit implements AuditTrail, AuditQuery {

    static final String COLUMNS = "seq, at, action, task, principal, tenant, subject, detail, digest, seal";
    private static final String INSERT =
            "INSERT INTO audit (at, action, task, principal, tenant, subject, detail, digest)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcClient sql;
    private final Digests digests;
    private final Contents contents;
    private final ObjectMapper json;
    private final Clock clock;

    JdbcAudit(JdbcClient sql, Digests digests, Contents contents, ObjectMapper json, Clock clock) {
        this.sql = sql;
        this.digests = digests;
        this.contents = contents;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Write record(AuditEvent event) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String action = event.action().word();
        String task = Optional.ofNullable(event.task()).map(JdbcAudit::storable).orElse(null);
        String principal = storable(event.principal());
        String tenant = storable(event.tenant());
        String subject = storable(event.subject());
        String detail = asJson(contents.detail(event));
        String digest = digests.of(at, action, task, principal, tenant, subject, detail);
        return Write.of(INSERT, at.atOffset(ZoneOffset.UTC), action, task, principal, tenant, subject, detail, digest);
    }

    @Override
    public String digest(List<JsonNode> content) {
        return contents.digest(content);
    }

    @Override
    public Page find(Filter filter) {
        int limit = Math.clamp(filter.limit(), 1, LARGEST_PAGE);
        var conditions = new StringBuilder("seq > :after");
        addCondition(conditions, "task", filter.task());
        addCondition(conditions, "principal", filter.principal());
        addCondition(conditions, "tenant", filter.tenant());
        addCondition(conditions, "action", filter.action());
        if (filter.from() != null) {
            conditions.append(" AND at >= :from");
        }
        if (filter.to() != null) {
            conditions.append(" AND at < :to");
        }
        var statement = sql.sql("SELECT " + COLUMNS + " FROM audit WHERE " + conditions
                        + " ORDER BY seq FETCH FIRST :limit ROWS ONLY")
                .param("after", filter.after())
                .param("limit", limit);
        statement = withParam(statement, "task", filter.task());
        statement = withParam(statement, "principal", filter.principal());
        statement = withParam(statement, "tenant", filter.tenant());
        statement = withParam(statement, "action", filter.action());
        statement = withParam(statement, "from", moment(filter.from()));
        statement = withParam(statement, "to", moment(filter.to()));
        var records = statement.query((row, number) -> read(row)).list();
        return new Page(
                records, records.size() < limit ? null : records.getLast().seq());
    }

    static AuditRecord read(ResultSet row) throws SQLException {
        long seal = row.getLong("seal");
        boolean sealed = !row.wasNull();
        return new AuditRecord(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("action"),
                row.getString("task"),
                row.getString("principal"),
                row.getString("tenant"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("digest"),
                sealed ? seal : null);
    }

    private static void addCondition(StringBuilder conditions, String column, @Nullable String value) {
        if (value != null) {
            conditions.append(" AND ").append(column).append(" = :").append(column);
        }
    }

    static @Nullable OffsetDateTime moment(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static JdbcClient.StatementSpec withParam(
            JdbcClient.StatementSpec statement, String name, @Nullable Object value) {
        return value == null ? statement : statement.param(name, value);
    }

    /** PostgreSQL has no character 0 in its texts. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private String asJson(Map<String, Object> detail) {
        try {
            return detail.isEmpty() ? "{}" : json.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
