package io.tutti.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.Commits;
import io.tutti.home.Home;
import io.tutti.home.Secrets;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The trail, its sealing and its way to the queue. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    /** Gathers records, so that a seal holds many. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(1);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    @Bean
    JdbcAudit auditTrail(AuditSettings settings, JdbcClient sql, Secrets secrets, ObjectMapper json, Clock clock) {
        Digests digests = new Digests(secrets.auditKey());
        return new JdbcAudit(sql, digests, new Contents(settings.content(), digests, json), json, clock);
    }

    @Bean
    AuditVerifier auditVerifier(DataSource database, Secrets secrets, Home home) {
        return AuditVerifier.of(database, secrets.auditKey(), home.data("audit", Checkpoints.HEAD));
    }

    @Bean
    TrailExport trailExport(AuditQuery trail, JdbcTemplate database, ObjectMapper json) {
        return new TrailExport(trail, new JdbcSeals(database), json);
    }

    @Bean
    AuditThreads auditThreads(
            AuditSettings settings,
            AuditTrail trail,
            TrailExport export,
            JdbcTemplate database,
            PlatformTransactionManager transactions,
            Secrets secrets,
            Home home,
            Commits commits,
            ConnectionFactory connections,
            @Qualifier("batchConnections") ConnectionFactory batchConnections,
            ObjectMapper json,
            Clock clock) {
        var seals = new JdbcSeals(database);
        var checkpoints = new Checkpoints(home.data("audit"), new CheckpointKey(secrets.auditKey()), clock);
        var sealer = new Sealer(seals, new Digests(secrets.auditKey()), transactions, checkpoints);
        var publisher = new AuditPublisher(seals, checkpoints, connections, batchConnections, json);
        var publishing = new Recurring("audit-publisher", GATHERING, LONGEST_SLEEP, publisher::publish);
        var sealing = new Recurring("audit-sealer", GATHERING, LONGEST_SLEEP, () -> {
            if (sealer.seal() > 0) {
                publishing.wake();
            }
        });
        commits.afterInsert("audit", sealing::wake);
        var pruner = new Pruner(seals, export, trail, commits, home.data("audit", "archive"), settings.keep(), clock);
        var pruning = new Recurring("audit-pruner", GATHERING, BETWEEN_PRUNINGS, pruner::prune);
        return new AuditThreads(List.of(sealing, publishing, pruning));
    }
}
