package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that sees no names, which a route of the user's finds. */
class RecognizedRouteTests {

    private static final Map<String, Object> QUESTION = Map.of("question", "Who is Anna Weber?");

    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final CallModel route =
            new CallModel(new TestClock(), """
            redaction:
              names: {route: find-names}
            models:
              careful: {provider: openai-compatible, model: m, base-url: "%s", free: true, redact: [names]}
              careless: {provider: openai-compatible, model: m, base-url: "%s", free: true}
            pools:
              default: {try: [careful, careless], retries: 0, checks: [not-empty]}
            """.formatted(endpoint.url(), endpoint.url()), Map.of());

    @BeforeEach
    void answers() {
        endpoint.says(answer("[NAMES_1] is a customer."));
    }

    @AfterEach
    void close() {
        route.close();
        endpoint.close();
    }

    @Test
    void neverSeesWhatTheRouteFound() throws Exception {
        route.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:find-names").process(RecognizedRouteTests::analyze);
            }
        });

        var asked = route.ask(QUESTION);

        assertThat(asked.getMessage().getBody(String.class)).isEqualTo("Anna Weber is a customer.");
        assertThat(endpoint.requests())
                .singleElement()
                .asString()
                .contains("[NAMES_1]")
                .doesNotContain("Anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[{\"start\": 1}]", "[1]", "[{\"start\": 7, \"end\": 1700}]", "null"})
    void isNotAskedWhenTheRouteSaysNothingOfUse(String said) throws Exception {
        recognize(said);

        var asked = route.ask(QUESTION);

        assertThat(asked.getVariable("answerModel")).isEqualTo("careless");
        assertThat(endpoint.calls()).isOne();
    }

    @Test
    void isNotAskedWhenThereIsNoSuchRoute() {
        try (CallModel alone = start("careful")) {
            assertThat(alone.ask(QUESTION).getException())
                    .hasMessageContaining(
                            "careful: not-redacted (The route find-names was asked what is personal in a text,"
                                    + " and failed.)");
        }
        assertThat(endpoint.calls()).isZero();
    }

    private CallModel start(String ways) {
        return new CallModel(new TestClock(), """
                redaction:
                  names: {route: find-names}
                models:
                  careful: {provider: openai-compatible, model: m, base-url: "%s", free: true, redact: [names]}
                  careless: {provider: openai-compatible, model: m, base-url: "%s", free: true}
                pools:
                  default: {try: [%s], retries: 0, checks: [not-empty]}
                """.formatted(endpoint.url(), endpoint.url(), ways), Map.of());
    }

    /** Answers as Presidio's analyzer does. */
    private static void analyze(Exchange exchange) {
        String text = exchange.getMessage().getBody(String.class);
        int name = text.indexOf("Anna Weber");
        exchange.getMessage()
                .setBody(
                        name < 0
                                ? "[]"
                                : "[{\"start\": %d, \"end\": %d, \"entity_type\": \"PERSON\", \"score\": 0.85}]"
                                        .formatted(name, name + "Anna Weber".length()));
    }

    private void recognize(String said) throws Exception {
        route.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:find-names").setBody(constant(said));
            }
        });
    }
}
