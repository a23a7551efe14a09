package io.tutti.commit;

import io.tutti.failure.Failpoint;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommitConfiguration {

    @Bean
    GroupCommit commits(DataSource database) {
        return new GroupCommit(database);
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
