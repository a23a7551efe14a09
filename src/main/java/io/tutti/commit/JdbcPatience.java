package io.tutti.commit;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * How long the hub waits for PostgreSQL, where the address of the database does not say otherwise: a connection or a lock
 * that is not there soon is refused, so that callers get an answer and try again, and a server that has vanished is
 * noticed. H2 has time-outs of its own. And a commit is on disk when it is answered, whatever the server's default is. A
 * connection to a {@linkplain JdbcEviction closed database} makes way for a new one.
 */
final class JdbcPatience implements BeanPostProcessor {

    /** The hub's own; that of a company is somebody else's. */
    private static final String HUB = "dataSource";

    private static final String POSTGRES = "jdbc:postgresql:";
    private static final Duration LOCK = Duration.ofMillis(500);

    /** A hub that stands still in the middle of a change would otherwise keep the others from its tasks for ever. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    /** What is acknowledged is on disk, also where the server's default is to answer before. */
    private static final String ON_DISK = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";

    /** In the driver's words, in seconds. A query of the hub has its first rows long before. */
    private static final Map<String, String> TIME_OUTS =
            Map.of("connectTimeout", "1", "loginTimeout", "2", "socketTimeout", "60", "tcpKeepAlive", "true");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (!name.equals(HUB) || !(bean instanceof HikariDataSource pool)) {
            return bean;
        }
        if (pool.getExceptionOverride() == null) {
            pool.setExceptionOverride(new JdbcEviction());
        }
        if (url(pool).startsWith(POSTGRES)) {
            TIME_OUTS.forEach(pool.getDataSourceProperties()::putIfAbsent);
            if (pool.getConnectionInitSql() == null) {
                pool.setConnectionInitSql("SET lock_timeout = " + LOCK.toMillis()
                        + "; SET idle_in_transaction_session_timeout = " + STANDSTILL.toMillis()
                        + "; " + ON_DISK);
            }
        }
        return bean;
    }

    private static String url(HikariDataSource pool) {
        return pool.getJdbcUrl() == null ? "" : pool.getJdbcUrl();
    }
}
