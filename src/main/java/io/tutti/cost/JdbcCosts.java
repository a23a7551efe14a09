package io.tutti.cost;

import io.tutti.commit.Write;
import io.tutti.trace.Trace;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code model_call}. */
@Component
final class JdbcCosts implements Costs {

    private static final String INSERT =
            "INSERT INTO model_call (spent_day, at, tenant, principal, flow, task_id, pool, model, outcome, input_tokens,"
                    + " cached_tokens, output_tokens, estimated, micro_usd, millis, first_millis, span, trace)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SUMS =
            "SELECT %s AS name, SUM(micro_usd) AS micro_usd, COUNT(*) AS calls, SUM(input_tokens) AS input_tokens,"
                    + " SUM(cached_tokens) AS cached_tokens, SUM(output_tokens) AS output_tokens,"
                    + " SUM(CASE WHEN estimated THEN 1 ELSE 0 END) AS estimated"
                    + " FROM model_call WHERE spent_day BETWEEN :from AND :to AND (:all OR tenant = :tenant)"
                    + " GROUP BY %s ORDER BY %s";
    private static final String CALLS =
            "SELECT * FROM model_call WHERE spent_day BETWEEN :from AND :to AND (:all OR tenant = :tenant)"
                    + " AND (trace LIKE :trace OR task_id IN (:tasks)) ORDER BY at FETCH FIRST 1000 ROWS ONLY";
    private static final int MICRO = 6;

    private final JdbcClient sql;

    JdbcCosts(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public Write record(ModelCost cost) {
        Instant at = cost.started().truncatedTo(ChronoUnit.MICROS);
        return Write.of(
                INSERT,
                LocalDate.ofInstant(at, ZoneOffset.UTC),
                at.atOffset(ZoneOffset.UTC),
                cost.tenant(),
                cost.principal(),
                cost.flow(),
                cost.task(),
                cost.pool(),
                cost.model(),
                cost.outcome(),
                cost.inputTokens(),
                cost.cachedTokens(),
                cost.outputTokens(),
                cost.isEstimated(),
                cost.microDollars(),
                cost.millis(),
                cost.firstMillis(),
                cost.span(),
                cost.trace() == null ? null : cost.trace().stored());
    }

    @Override
    public List<ModelCost> calls(String id, List<String> tasks, @Nullable String tenant, LocalDate from, LocalDate to) {
        return sql.sql(CALLS)
                .param("from", from)
                .param("to", to)
                .param("all", tenant == null)
                .param("tenant", tenant == null ? "" : tenant)
                .param("trace", id + "%")
                .param("tasks", tasks.isEmpty() ? List.of("") : tasks)
                .query((row, number) -> call(row))
                .list();
    }

    private static ModelCost call(ResultSet row) throws SQLException {
        String trace = row.getString("trace");
        long millis = row.getLong("first_millis");
        Long firstMillis = row.wasNull() ? null : millis;
        return new ModelCost(
                row.getString("tenant"),
                row.getString("principal"),
                row.getString("flow"),
                row.getString("task_id"),
                row.getString("pool"),
                row.getString("model"),
                row.getString("outcome"),
                row.getLong("input_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("output_tokens"),
                row.getBoolean("estimated"),
                row.getLong("micro_usd"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("millis"),
                firstMillis,
                row.getLong("span"),
                trace == null ? null : Trace.restored(trace));
    }

    @Override
    public List<CostSum> sums(CostsBy by, @Nullable String tenant, LocalDate from, LocalDate to) {
        String order = by == CostsBy.DAY ? "name" : "micro_usd DESC, name";
        return sql.sql(SUMS.formatted(by.expression(), by.expression(), order))
                .param("from", from)
                .param("to", to)
                .param("all", tenant == null)
                .param("tenant", tenant == null ? "" : tenant)
                .query((row, number) -> read(row))
                .list();
    }

    private static CostSum read(ResultSet row) throws SQLException {
        return new CostSum(
                row.getString("name"),
                BigDecimal.valueOf(row.getLong("micro_usd"), MICRO),
                row.getLong("calls"),
                row.getLong("input_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("output_tokens"),
                row.getLong("estimated"));
    }
}
