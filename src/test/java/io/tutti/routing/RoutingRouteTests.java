package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.audit.AuditEvent;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.TaskRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a message is read into questions, and where each of them is sent. */
class RoutingRouteTests {

    @TempDir
    static Path data;

    private static final List<AuditEvent> AUDITED = new ArrayList<>();
    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() throws Exception {
        Intents intents = SmallIntents.in(data);
        var registry = CONTEXT.getRegistry();
        registry.bind("semanticRouter", new SemanticRouter(intents, RoutingRouteTests::audit));
        registry.bind("messageReader", new MessageReader(intents));
        CONTEXT.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors/blocks/");
        CONTEXT.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:route").to("kamelet:route-semantic-action?intents=support");
                from("direct:mood").to("kamelet:route-semantic-action?intents=mood&prefix=mood");
                from("direct:read").to("kamelet:read-questions-action?intents=support");
            }
        });
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    @Test
    void setsTheRouteBesideTheQuestionAndLeavesAnAuditRecord() {
        var exchange = exchange(Map.of("text", "Has my order HP-10023 been shipped?"));
        var run = run();
        exchange.setProperty(TaskRun.PROPERTY, run);
        AUDITED.clear();

        send("route", exchange);

        assertThat(exchange.getVariable("intent")).isEqualTo("order-status");
        assertThat(exchange.getVariable("route")).isEqualTo("orders");
        assertThat(exchange.getVariable("fits")).isEqualTo(true);
        assertThat(exchange.getVariable("intentConfidence", Double.class)).isBetween(0.5, 1.0);
        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("text", "Has my order HP-10023 been shipped?"));
        verify(run).alongside(any(Exchange.class), eq(Write.of("INSERT")));
        assertThat(AUDITED).singleElement().satisfies(event -> {
            assertThat(event.action().word()).isEqualTo("route.decided");
            assertThat(event.task()).isEqualTo("t-1");
            assertThat(event.detail()).containsEntry("to", "orders").containsEntry("fits", true);
        });
    }

    @Test
    void routesWhatNobodyAskedForToNone() {
        var exchange = send("route", exchange("What is the capital of Spain?"));

        assertThat(exchange.getVariable("route")).isEqualTo(Match.NONE);
        assertThat(exchange.getVariable("fits")).isEqualTo(false);
    }

    @Test
    void keepsASecondDecisionApartByItsPrefix() {
        var exchange = exchange("You are a terrible company and I am furious");
        exchange.setVariable("route", "orders");

        send("mood", exchange);

        assertThat(exchange.getVariable("mood")).isEqualTo("angry");
        assertThat(exchange.getVariable("moodRoute")).isEqualTo("angry");
        assertThat(exchange.getVariable("moodFits")).isEqualTo(true);
        assertThat(exchange.getVariable("moodConfidence", Double.class)).isPositive();
        assertThat(exchange.getVariable("route")).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "{}"})
    void refusesAQuestionWithoutText(String body) {
        var exchange = exchange(body.equals("{}") ? Map.of("order", "HP-1") : body);

        assertThatThrownBy(() -> rethrow(send("route", exchange)))
                .isInstanceOf(Refused.class)
                .extracting(refused -> ((Refused) refused).reason())
                .isEqualTo(Reason.UNFIT);
    }

    @Test
    void readsQuestionsWithTheirIdentifiersAndTheCustomer() {
        var body = Map.of(
                "body",
                        "Where is hp-10023? And what is in invoice INV-2026-0042? Also, how do I return the Alder table?",
                "from", "Anna Berg <Anna.Berg@Example.com> ");

        assertThat(questions(body))
                .containsExactly(
                        Map.of(
                                "text",
                                "Where is hp-10023?",
                                "customer",
                                "anna.berg@example.com",
                                "order",
                                "HP-10023",
                                "invoice",
                                "INV-2026-0042",
                                "product",
                                "Alder table"),
                        Map.of(
                                "text",
                                "And what is in invoice INV-2026-0042?",
                                "customer",
                                "anna.berg@example.com",
                                "order",
                                "HP-10023",
                                "invoice",
                                "INV-2026-0042",
                                "product",
                                "Alder table"),
                        Map.of(
                                "text",
                                "Also, how do I return the Alder table?",
                                "customer",
                                "anna.berg@example.com",
                                "order",
                                "HP-10023",
                                "invoice",
                                "INV-2026-0042",
                                "product",
                                "Alder table"));
    }

    @Test
    void doesNotGuessWhichOfTwoOrdersIsMeant() {
        var questions = questions("Where is HP-10023? Where is HP-10024? How do I send something back?");

        assertThat(questions)
                .extracting(question -> question.get("order"))
                .containsExactly("HP-10023", "HP-10024", null);
    }

    @Test
    void readsTheSubjectAsWhatTheFirstQuestionIsAbout() {
        var questions =
                questions(Map.of("subject", "Re: Order HP-10023", "text", "Where is it?", "email", " A@B.org "));

        assertThat(questions)
                .containsExactly(
                        Map.of("text", "Order HP-10023. Where is it?", "customer", "a@b.org", "order", "HP-10023"));
    }

    @Test
    void takesAnIdentifierThatTheSenderGaveByName() {
        assertThat(questions(Map.of("question", "Where is it?", "order", "hp-10023")))
                .containsExactly(Map.of("text", "Where is it?", "order", "HP-10023"));
    }

    @Test
    void readsJson() {
        var json = JsonNodeFactory.instance.objectNode().put("text", "Where is HP-10023?");

        assertThat(questions(json)).containsExactly(Map.of("text", "Where is HP-10023?", "order", "HP-10023"));
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertReason(Reason.UNFIT, "   ");
        assertReason(Reason.UNFIT, Map.of("text", List.of("a", "b")));
        assertReason(Reason.UNFIT, JsonNodeFactory.instance.arrayNode().add(1));
        assertReason(Reason.UNFIT, null);
        assertReason(Reason.UNFIT, Map.of("text", "hello?", "from", "a".repeat(400)));
        assertReason(Reason.TOO_LARGE, "a".repeat(MessageReader.MAX_CHARACTERS + 1));
        assertThat(questions("a ".repeat(MessageReader.MAX_CHARACTERS / 2))).hasSize(1);
    }

    private static Write audit(AuditEvent event) {
        AUDITED.add(event);
        return Write.of("INSERT");
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

    private static void rethrow(Exchange exchange) throws Exception {
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private static void assertReason(Reason reason, @Nullable Object body) {
        assertThatThrownBy(() -> rethrow(send("read", exchange(body))))
                .isInstanceOf(Refused.class)
                .extracting(refused -> ((Refused) refused).reason())
                .isEqualTo(reason);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> questions(Object body) {
        Exchange exchange = send("read", exchange(body));
        assertThat(exchange.getException()).isNull();
        return exchange.getVariable("questions", List.class);
    }

    private static TaskRun run() {
        TaskRun run = mock(TaskRun.class);
        when(run.taskId()).thenReturn("t-1");
        when(run.principal()).thenReturn("crm");
        when(run.tenant()).thenReturn("acme");
        return run;
    }
}
