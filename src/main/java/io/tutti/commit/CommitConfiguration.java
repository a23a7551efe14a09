package io.tutti.commit;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommitConfiguration {

    @Bean
    GroupCommit commits(DataSource database) {
        return new GroupCommit(database);
    }

    @Bean
    Compaction compaction(DataSource database) {
        return new Compaction(database);
    }
}
