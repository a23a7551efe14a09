package io.tutti.budget;

import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.home.ConfigFiles;
import io.tutti.home.IdSource;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

    @Bean
    Grants grants(JdbcBudgets rows, Commits commits, IdSource ids, AuditTrail audit) {
        return new Grants(rows, commits, ids, audit);
    }

    @Bean
    Budgets budgets(ConfigFiles files, Grants grants, JdbcBudgets rows, Clock clock) {
        return new Budgets(BudgetsReader.read(files), grants, rows, clock);
    }
}
