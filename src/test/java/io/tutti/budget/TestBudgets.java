package io.tutti.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The budgets of one hub, on a database of its own or on one that it shares with others. */
public final class TestBudgets implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(31);

    final Upkeep upkeep;
    private final JdbcClient sql;
    private final AtomicLong nanos = new AtomicLong();
    final Grants grants;
    private final GroupCommit commits;
    private final JdbcBudgets rows;
    private final Budgets budgets;

    /** On an empty database in memory. */
    public TestBudgets(Clock clock, String yaml) {
        this(clock, yaml, migrated(inMemory()));
    }

    /** On one that was migrated. */
    TestBudgets(Clock clock, String yaml, DataSource database) {
        this(clock, yaml, database, TestBudgets::note);
    }

    /** On one that was migrated, with a trail. */
    public TestBudgets(Clock clock, String yaml, DataSource database, AuditTrail trail) {
        commits = new GroupCommit(database);
        sql = JdbcClient.create(database);
        rows = new JdbcBudgets(sql);
        grants = new Grants(rows, commits, () -> UUID.randomUUID().toString(), trail);
        budgets = new Budgets(read(yaml), grants, rows, clock);
        upkeep = new Upkeep(budgets, grants, rows, nanos::get);
    }

    private static Write note(AuditEvent event) {
        return Write.of(
                "INSERT INTO audit (at, action, principal, tenant, subject, detail, digest)"
                        + " VALUES (CURRENT_TIMESTAMP, ?, ?, ?, ?, ?, '')",
                event.action().word(),
                event.principal(),
                event.tenant(),
                event.subject(),
                event.detail().toString());
    }

    /** What the audit trail has: action, tenant and detail of each record. */
    List<String> audited() {
        return sql.sql("SELECT action, tenant, detail FROM audit ORDER BY seq")
                .query((row, number) ->
                        row.getString("action") + " " + row.getString("tenant") + " " + row.getString("detail"))
                .list();
    }

    static DataSource inMemory() {
        return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    static DataSource migrated(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/{vendor}")
                .load()
                .migrate();
        return database;
    }

    static List<Budget> read(String yaml) {
        try {
            return BudgetsReader.read(new Setting(
                    new YAMLMapper().readTree(yaml),
                    "",
                    (pointer, expected) -> new WrongSetting(Path.of("budgets.yaml" + pointer), 1, expected)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** Gives back what no call uses. */
    public void lookAfter() {
        lookAfter(Duration.ZERO);
    }

    /** Looks after them, twice with so much time between. */
    void lookAfter(Duration between) {
        upkeep.look();
        nanos.addAndGet(between.toNanos());
        upkeep.look();
    }

    /** The budgets. */
    public Budgets budgets() {
        return budgets;
    }

    /** How many hubs hold something or may. */
    int holders() {
        return rows.holders().size();
    }

    /** Writes rows of theirs. */
    public void commit(List<Write> rows) {
        commits.commit(rows);
    }

    /** Ends as a hub that is killed: nothing is given back. */
    void die() throws InterruptedException {
        commits.close();
    }

    @Override
    public void close() {
        upkeep.close();
        try {
            commits.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
