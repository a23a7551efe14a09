package io.tutti.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.tutti.access.Guard;
import io.tutti.audit.AuditTrail;
import io.tutti.budget.Budgets;
import io.tutti.check.Checks;
import io.tutti.commit.Commits;
import io.tutti.cost.Costs;
import io.tutti.egress.Egress;
import io.tutti.home.ConfigFiles;
import io.tutti.home.SteadyClock;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.local.LocalProvider;
import io.tutti.provider.Providers;
import io.tutti.redaction.Telling;
import io.tutti.routing.Embedder;
import io.tutti.routing.OutcomeFiles;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelSettings.class)
class ModelConfiguration {

    @Bean
    Models models(
            ConfigFiles files,
            Checks checks,
            Embedder embedder,
            ModelSettings settings,
            Budgets budgets,
            OutcomeFiles outcomes,
            KillSwitches switches,
            Clock clock,
            SteadyClock steady,
            Egress egress,
            RouteRecognizer recognizer) {
        ModelsFile read = ModelsFile.read(files, checks, recognizer);
        ModelsFile content = budgets.limitsAnswers() ? read.withBoundedAnswers() : read;
        Telling.leaveOut(content.redaction());
        content.outcomes().forEach(outcomes::require);
        Budgets.requirePools(files, content.pools().keySet());
        Providers providers = new Providers(
                new LocalProvider(embedder::embed), settings.maxResponse().toBytes(), clock, egress);
        return Models.connect(
                content,
                providers,
                settings.breaker(),
                name -> switches.of(KillSwitch.Kind.MODEL, name)
                        .map(stop -> "it was stopped by " + stop.by() + ": " + stop.reason()),
                steady);
    }

    @Bean
    ModelGateway modelGateway(
            Models models,
            Guard guard,
            KillSwitches switches,
            Embedder embedder,
            MeterRegistry registry,
            AuditTrail audit,
            Costs costs,
            Budgets budgets,
            OutcomeFiles outcomes,
            Commits commits,
            ModelSettings settings,
            SteadyClock clock,
            Egress egress) {
        Backoff backoff = new Backoff(settings.backoff(), RandomGenerator.getDefault());
        Support support = new Support(embedder::embed);
        return new ModelGateway(
                models,
                new Choice(models, new Learned(outcomes::of, embedder::embed), RandomGenerator.getDefault(), clock),
                budgets,
                new Shadows(audit, costs, budgets, commits, clock),
                new Permit(models, guard, switches, egress),
                new Attempts(backoff, Pause.REAL, clock),
                new Replies(support),
                new Inspection(models, support, clock),
                new AnswerCache(embedder::embed, clock),
                new ModelMeters(registry, models),
                new Ledger(audit, costs, commits),
                settings.deadline(),
                clock);
    }
}
