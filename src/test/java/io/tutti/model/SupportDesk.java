package io.tutti.model;

import io.tutti.audit.AuditTrail;
import io.tutti.check.Evidence;
import io.tutti.check.Passage;
import io.tutti.commit.Write;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.routing.Embedder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** The sample company with the shipped connectors and intents: finds the evidence for a question as the flow does. */
final class SupportDesk implements AutoCloseable {

    private static final Map<String, String> CONNECTORS = Map.of(
            "order-status", "database-orders-action",
            "returns-refunds", "database-returns-action",
            "invoices", "database-invoices-action",
            "product-questions", "database-products-action",
            "account-changes", "database-account-action",
            "complaints", "database-orders-action");

    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    private final DefaultCamelContext camel;

    SupportDesk(Path data) throws Exception {
        beans.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of("tutti.company.datasource.url", "jdbc:h2:mem:desk", "desk.data", data.toString())));
        beans.register(Beans.class);
        beans.refresh();
        camel = new DefaultCamelContext(new DefaultRegistry(new ApplicationContextBeanRepository(beans)));
        camel.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:connectors/databases/,file:connectors/blocks/");
        camel.addRoutes(routes());
        camel.start();
    }

    private static RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").to("kamelet:read-questions-action").setBody(simple("${variable.questions[0]}"));
                CONNECTORS.forEach((intent, connector) ->
                        from("direct:" + intent).to("kamelet:" + connector).to("kamelet:database-knowledge-action"));
                from("direct:none").to("kamelet:database-knowledge-action");
            }
        };
    }

    /** The one question of a customer's message, with its identifiers. */
    Map<?, ?> read(Map<String, String> message) {
        return send("read", message).getMessage().getBody(Map.class);
    }

    /** The evidence that the specialist of an intent digs up for a question. */
    List<Passage> dig(Map<?, ?> question, String intent) {
        Exchange exchange = send(CONNECTORS.containsKey(intent) ? intent : "none", question);
        List<?> evidence = exchange.getVariable(Evidence.VARIABLE, List.class);
        return evidence.stream()
                .map(item -> (Map<?, ?>) item)
                .map(item -> new Passage(String.valueOf(item.get("source")), String.valueOf(item.get("text"))))
                .toList();
    }

    private Exchange send(String route, Object body) {
        Exchange exchange = camel.createFluentProducerTemplate()
                .withBody(body)
                .to("direct:" + route)
                .send();
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return exchange;
    }

    float[] embed(String text) {
        return beans.getBean(Embedder.class).embed(text);
    }

    @Override
    public void close() {
        camel.stop();
        beans.close();
    }

    @TestConfiguration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = {"io.tutti.company", "io.tutti.routing"},
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(?:Tests|IT|Tests\\$.*|IT\\$.*)"))
    @ConfigurationPropertiesScan({"io.tutti.company", "io.tutti.routing"})
    @EnableConfigurationProperties
    static class Beans {

        @Bean
        Home home(@Value("${desk.data}") Path data) {
            return new Home(
                    data, List.of(), List.of(), List.of(Path.of("config").toAbsolutePath()));
        }

        @Bean
        ConfigFiles configFiles(Home home, Environment environment) {
            return ConfigFiles.of(home, environment);
        }

        @Bean
        AuditTrail auditTrail() {
            return event -> Write.of("audit", event);
        }

        @Bean
        Evidence evidence() {
            return new Evidence();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
