package io.tutti.killswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.audit.AuditEvent;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two hubs on one database. */
class KillSwitchesTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final GroupCommit commits = new GroupCommit(database);
    private final List<AuditEvent> events = new ArrayList<>();
    private KillSwitches here;
    private KillSwitches there;

    @BeforeEach
    void start() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/{vendor}")
                .load()
                .migrate();
        here = hub();
        there = hub();
    }

    @AfterEach
    void stop() throws InterruptedException {
        here.destroy();
        there.destroy();
        commits.close();
    }

    @Test
    void stopsHereAtOnceAndElsewhereWithinASecond() {
        here.stop(Kind.MODEL, "gpt", "it lies", "anna", "acme");
        assertThatThrownBy(() -> here.requireOn(Kind.MODEL, "gpt"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.STOPPED))
                .hasMessageContaining("The model 'gpt' was stopped by anna (it lies)");
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> there.of(Kind.MODEL, "gpt").isPresent());
        assertThatCode(() -> there.requireOn(Kind.TOOL, "gpt")).doesNotThrowAnyException();

        there.start(Kind.MODEL, "gpt", "bert", "acme");
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> here.of(Kind.MODEL, "gpt").isEmpty());
        assertThat(events)
                .extracting(event -> event.principal() + " " + event.subject() + " "
                        + event.detail().get("stopped"))
                .containsExactly("anna model:gpt true", "bert model:gpt false");
    }

    @Test
    void knowsFromTheStartWhatIsStopped() {
        here.stop(Kind.TENANT, "acme", "it has not paid", "anna", "house");
        here.stop(Kind.TENANT, "acme", "it has still not paid", "bert", "house");
        KillSwitches restarted = hub();
        assertThat(restarted.all())
                .containsExactly(new KillSwitch(Kind.TENANT, "acme", "it has still not paid", "bert", NOW));
        assertThat(restarted.of(Kind.TENANT, "acme")).isPresent();
        restarted.destroy();
    }

    @Test
    void refusesWhatNobodyCouldRead() {
        assertThatThrownBy(() -> here.stop(Kind.MODEL, "gpt", " ", "anna", "acme"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> here.stop(Kind.MODEL, "x".repeat(201), "why", "anna", "acme"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("201");
        assertThat(here.all()).isEmpty();
    }

    private KillSwitches hub() {
        var switches = new KillSwitches(
                new JdbcKillSwitches(JdbcClient.create(database)),
                event -> {
                    events.add(event);
                    return Write.of("DELETE FROM kill_switch WHERE kind = 'none'");
                },
                commits,
                Clock.fixed(NOW, ZoneOffset.UTC));
        switches.afterPropertiesSet();
        return switches;
    }
}
