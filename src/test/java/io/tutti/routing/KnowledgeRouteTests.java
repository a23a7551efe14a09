package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.check.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the company's articles add to the evidence. */
class KnowledgeRouteTests {

    @TempDir
    static Path data;

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final JdbcDataSource COMPANY = new JdbcDataSource();
    private static KnowledgeIndex knowledge;

    @BeforeAll
    static void start() throws Exception {
        COMPANY.setURL("jdbc:h2:mem:knowledge;DB_CLOSE_DELAY=-1");
        sql("CREATE SCHEMA company");
        sql("CREATE TABLE company.article (id INT PRIMARY KEY, topic VARCHAR, title VARCHAR, body VARCHAR)");
        sql(
                "INSERT INTO company.article VALUES (1, 'returns', 'Returning goods', 'You have 30 days. The label is free."
                        + " Pack it well. We refund within 5 days.'), (2, 'products', 'Care of wood', 'Oil the table once a year.')");
        var settings = new KnowledgeSettings(
                "SELECT id, topic, title, body FROM company.article ORDER BY id", Duration.ofMinutes(5));
        knowledge =
                new KnowledgeIndex(new JdbcArticles(COMPANY, settings), SmallIntents.EMBEDDER, SmallIntents.home(data));
        knowledge.start();
        CONTEXT.getRegistry().bind("knowledge", knowledge);
        CONTEXT.getRegistry().bind("evidence", new Evidence());
        CONTEXT.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors/databases/");
        CONTEXT.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:know").to("kamelet:database-knowledge-action?max=2&minSimilarity=0.2");
                from("direct:topic").to("kamelet:database-knowledge-action?topic=products&max=5&minSimilarity=-1");
            }
        });
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    @Test
    void addsWhatTheArticlesSayToTheEvidence() {
        var exchange = exchange(Map.of("text", "How long can I send goods back?"));
        exchange.setVariable("evidence", List.of(Map.of("source", "order HP-1", "text", "It was shipped.")));

        send("know", exchange);

        assertThat(evidence(exchange)).first().isEqualTo(Map.of("source", "order HP-1", "text", "It was shipped."));
        assertThat(evidence(exchange))
                .contains(Map.of(
                        "source", "article 1 (Returning goods)", "text", "You have 30 days. The label is free."));
        assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class);
    }

    @Test
    void searchesOneTopicOnly() {
        var exchange = send("topic", exchange("How long can I send goods back?"));

        assertThat(evidence(exchange))
                .containsExactly(Map.of("source", "article 2 (Care of wood)", "text", "Oil the table once a year."));
    }

    @Test
    void findsTheSameForOneOrderAsForAnother() {
        var one = send("know", exchange(Map.of("text", "How do I send back hp-10023?", "order", "HP-10023")));
        var other = send("know", exchange(Map.of("text", "How do I send back HP-99881?", "order", "HP-99881")));
        var neither = send("know", exchange(Map.of("text", "How do I send back order?")));

        assertThat(evidence(one)).isNotEmpty().isEqualTo(evidence(other)).isEqualTo(evidence(neither));
    }

    @Test
    void seesANewArticleAfterARefreshAndKeepsTheOldOnesWhenTheDatabaseFails() {
        sql("INSERT INTO company.article VALUES (3, 'shop', 'Opening hours', 'The shop opens at nine on weekdays.')");
        knowledge.refresh();
        assertThat(knowledge.search("When do you open?", "", 1).getFirst().source())
                .contains("Opening hours");

        sql("ALTER TABLE company.article RENAME TO gone");
        knowledge.refresh();
        assertThat(knowledge.search("When do you open?", "", 1)).hasSize(1);

        sql("ALTER TABLE company.gone RENAME TO article");
        sql("DELETE FROM company.article WHERE id = 3");
        knowledge.refresh();
        assertThat(knowledge.search("When do you open?", "shop", 9)).isEmpty();
    }

    private static void sql(String statement) {
        JdbcClient.create(COMPANY).sql(statement).update();
    }

    private static Exchange exchange(@Nullable Object body) {
        var exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static Exchange send(String route, Exchange exchange) {
        return CONTEXT.createFluentProducerTemplate()
                .to("direct:" + route)
                .withExchange(exchange)
                .send();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> evidence(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getVariable("evidence", List.class);
    }
}
