package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that can be away once: the first connection that is then asked for is refused, the next ones are not. */
final class ShakyDatabase extends DelegatingDataSource {

    private volatile boolean away;
    private final CountDownLatch refused = new CountDownLatch(1);

    ShakyDatabase(DataSource database) {
        super(database);
    }

    void leave() {
        away = true;
    }

    void awaitRefusal() throws InterruptedException {
        assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            away = false;
            refused.countDown();
            throw new SQLException("the database is away", "08001");
        }
        return super.getConnection();
    }
}
