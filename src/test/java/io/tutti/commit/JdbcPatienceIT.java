package io.tutti.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcPatienceIT {

    @ParameterizedTest
    @CsvSource({"off, on", "on, on", "local, local", "remote_apply, remote_apply"})
    void keepsWhatIsCommittedOnDisk(String server, String hub) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", server)
                        .start();
                var pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            pool.setUsername("postgres");
            new JdbcPatience().postProcessBeforeInitialization(pool, "dataSource");
            var sql = JdbcClient.create(pool);
            Map.of("synchronous_commit", hub, "lock_timeout", "500ms", "idle_in_transaction_session_timeout", "5s")
                    .forEach((name, value) -> assertThat(
                                    sql.sql("SHOW " + name).query(String.class).single())
                            .as(name)
                            .isEqualTo(value));
        }
    }
}
