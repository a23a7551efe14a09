package io.tutti.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.GroupCommit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxOnPostgresIT {

    @Test
    void twoHubsClaimDifferentRows() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            var database = postgres.getPostgresDatabase();
            Flyway.configure().dataSource(database).load().migrate();
            var outbox = new JdbcOutbox(
                    JdbcClient.create(database),
                    new JdbcTemplate(database),
                    new ObjectMapper(),
                    mock(ClaimCheck.class));
            try (var commits = new GroupCommit(database)) {
                commits.commit(List.of(
                        outbox.toQueue("a", "1", Map.of("x", "y")),
                        outbox.toQueue("a", "2".repeat(100_000), Map.of()),
                        outbox.toQueue("a", "3", Map.of()),
                        outbox.toFile("f", new Claim(null, "4"))));
            }
            var other = new TransactionTemplate(new DataSourceTransactionManager(database));
            other.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(open -> {
                assertThat(outbox.claim(
                                OutboxRow.Kind.QUEUE,
                                2,
                                Instant.EPOCH,
                                Instant.now().plusSeconds(60)))
                        .extracting(OutboxRow::target)
                        .containsExactly("a", "a");
                other.executeWithoutResult(second -> {
                    var theirs = outbox.claim(
                            OutboxRow.Kind.QUEUE,
                            2,
                            Instant.EPOCH,
                            Instant.now().plusSeconds(60));
                    assertThat(theirs).extracting(OutboxRow::body).containsExactly("3");
                    outbox.forget(theirs);
                });
            });
            assertThat(outbox.waiting()).isEqualTo(3);
        }
    }
}
