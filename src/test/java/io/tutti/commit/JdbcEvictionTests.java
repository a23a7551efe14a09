package io.tutti.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcEvictionTests {

    @TempDir
    Path directory;

    @Test
    void makesWayForANewConnectionThoughTheOldOneIsInUseAllTheTime() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("hub") + ";WRITE_DELAY=0";
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(1);
            new JdbcPatience().postProcessBeforeInitialization(pool, "dataSource");
            var sql = JdbcClient.create(pool);
            sql.sql("CREATE TABLE thing (id INTEGER PRIMARY KEY)").update();
            try (var other = DriverManager.getConnection(url)) {
                other.createStatement().execute("SHUTDOWN IMMEDIATELY");
            }
            assertThatThrownBy(() -> count(sql)).isInstanceOf(DataAccessException.class);
            assertThat(count(sql)).isZero();
        }
    }

    private static int count(JdbcClient sql) {
        return sql.sql("SELECT COUNT(*) FROM thing").query(Integer.class).single();
    }
}
