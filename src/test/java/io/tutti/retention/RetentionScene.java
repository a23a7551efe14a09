package io.tutti.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditEvent;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub's tables with rows of many ages, and all parts of the hub that delete some. The time stands still. */
final class RetentionScene implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    static final String FLOW = "orders";
    static final List<String> TABLES =
            List.of("task", "journal", "effect", "inbox_item", "dead_letter", "waiting", "payload_use", "payload");

    private static final String AUDIT = """
            INSERT INTO audit (at, action, task, principal, tenant, subject, detail, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'd')""";

    final JdbcClient sql;
    final GroupCommit commits;
    private final AnnotationConfigApplicationContext hub = new AnnotationConfigApplicationContext();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    RetentionScene(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        sql = JdbcClient.create(database);
        commits = new GroupCommit(database);
        hub.registerBean(JdbcClient.class, () -> sql);
        hub.registerBean(ObjectMapper.class, () -> new ObjectMapper());
        hub.registerBean(Clock.class, () -> clock);
        var parts = new ClassPathBeanDefinitionScanner(hub, false);
        parts.addIncludeFilter(new AssignableTypeFilter(EndedTasks.class));
        parts.addIncludeFilter(new AssignableTypeFilter(TaskForgetting.class));
        parts.addIncludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*\\.(Jdbc)?Payloads")));
        parts.scan("io.tutti");
        hub.refresh();
    }

    EndedTasks ended() {
        return hub.getBean(EndedTasks.class);
    }

    Retention retention(Map<String, Duration> flows) {
        return retention(ended(), flows);
    }

    Retention retention(EndedTasks ended, Map<String, Duration> flows) {
        return new Retention(
                ended,
                List.copyOf(hub.getBeansOfType(TaskForgetting.class).values()),
                commits,
                RetentionScene::audit,
                new RetentionSettings(Duration.ofDays(30), flows),
                clock);
    }

    /** A task that began when it ended, with a row in every table; texts that are too long for the row are the same. */
    void task(String id, String flow, String status, Duration age) {
        OffsetDateTime at = OffsetDateTime.ofInstant(NOW.minus(age), ZoneOffset.UTC);
        boolean ended = !status.equals("RUNNING") && !status.equals("WAITING");
        update("""
                INSERT INTO task (id, tenant, task_key, principal, flow, status, input, output, reply, micro_dollars,
                                  input_tokens, output_tokens, model_calls, tool_calls, created_at, ended_at, epoch, wake)
                VALUES (?, 'acme', ?, 'crm', ?, ?, '1', '@shared', '{}', 0, 0, 0, 0, 0, ?, ?, 1, FALSE)""", id, id, flow, status, at, ended ? at : null);
        update("""
                INSERT INTO journal (task_id, entry_key, seq, kind, status, attempt, started_at, duration_ms, output,
                                     micro_dollars, input_tokens, output_tokens, repeated)
                VALUES (?, 'first', 1, 'step', 'DONE', 1, ?, 1, '@shared', 0, 0, 0, FALSE)""", id, at);
        update(
                "INSERT INTO effect (task_id, entry_key, tool, outcome, doubts, sent_at) VALUES (?, 'k', 't', 'DONE', 0, ?)",
                id,
                at);
        update("""
                INSERT INTO inbox_item (id, task_id, entry_key, tenant, flow, status, handed_case, created_at)
                VALUES (?, ?, 'k', 'acme', ?, 'WITHDRAWN', '{}', ?)""", id, id, flow, at);
        update("""
                INSERT INTO dead_letter (id, task_id, tenant, flow, kind, message, created_at)
                VALUES (?, ?, 'acme', ?, 'error', 'm', ?)""", id, id, flow, at);
        update("""
                INSERT INTO waiting (task_id, entry_key, tenant, due, is_due, parts, needed, ended, completed)
                VALUES (?, 'k', 'acme', ?, FALSE, 0, 0, 0, 0)""", id, at);
        update("INSERT INTO payload (hash, body) SELECT 'shared', '2' WHERE NOT EXISTS (SELECT 1 FROM payload)");
        update("INSERT INTO payload_use (task_id, hash) VALUES (?, 'shared')", id);
    }

    void update(String statement, Object... values) {
        var update = sql.sql(statement);
        for (Object value : values) {
            update = update.param(value);
        }
        update.update();
    }

    long count(String table) {
        return sql.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
    }

    List<String> tasks() {
        return sql.sql("SELECT id FROM task ORDER BY id").query(String.class).list();
    }

    /** What the records of deletions say, in their order. */
    List<String> audited() {
        return sql.sql("SELECT subject || ' ' || detail FROM audit WHERE action = 'task.deleted' ORDER BY seq")
                .query(String.class)
                .list();
    }

    private static Write audit(AuditEvent event) {
        return Write.of(
                AUDIT,
                OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC),
                event.action().word(),
                event.task(),
                event.principal(),
                event.tenant(),
                event.subject(),
                String.valueOf(event.detail().get("tasks")));
    }

    @Override
    public void close() throws InterruptedException {
        hub.close();
        commits.close();
    }
}
