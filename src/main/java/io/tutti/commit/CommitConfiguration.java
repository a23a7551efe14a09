package io.tutti.commit;

import io.tutti.failure.Failpoint;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

@Configuration(proxyBeanMethods = false)
class CommitConfiguration {

    @Bean
    GroupCommit commits(DataSource database) {
        return new GroupCommit(database);
    }

    @Bean
    static JdbcPatience databasePatience() {
        return new JdbcPatience();
    }

    /** Tells the failures of the hub's own database, which pass, from those of databases that flows use. */
    @Bean
    SQLExceptionTranslator hubDatabaseFailures() {
        var others = new SQLExceptionSubclassTranslator();
        return (task, sql, failure) -> failure.getSQLState() != null && DatabaseAway.isSaidBy(failure.getSQLState())
                ? new HubDatabaseAway("The hub's database broke off at '" + task + "'", failure)
                : others.translate(task, sql, failure);
    }

    /** Flyway writes each migration as a change of its own; a test dies between two of them. */
    @Bean
    Callback migrations() {
        return new BaseCallback() {
            @Override
            public boolean supports(Event event, Context context) {
                return event == Event.AFTER_EACH_MIGRATE;
            }

            @Override
            public void handle(Event event, Context context) {
                Failpoint.MIGRATED.reach();
            }
        };
    }

    @Bean
    Compaction compaction(DataSource database) {
        return new Compaction(database);
    }
}
