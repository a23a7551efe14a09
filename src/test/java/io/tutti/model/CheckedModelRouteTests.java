package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.tutti.audit.AuditAction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to answers that look wrong, through the route {@code call-model}. */
class CheckedModelRouteTests {

    private static final Map<String, Object> SHIPPED = Map.of(
            "question",
            "What of HP-1?",
            "evidence",
            List.of(Map.of("source", "order HP-1", "text", "Order HP-1 was shipped.")));

    private final ScriptedEndpoint first = new ScriptedEndpoint();
    private final ScriptedEndpoint second = new ScriptedEndpoint();
    private CallModel route = start("{try: [first]}");

    @AfterEach
    void close() {
        route.close();
        first.close();
        second.close();
    }

    @Test
    void tellsAModelWhatIsWrongWithItsJsonAndAsksAgain() {
        first.says(answer("{'town': 1}".replace("'", "\\\"")), answer("{'city': 'Berlin'}".replace("'", "\\\"")));

        Exchange asked = route.ask(wantsCity());

        assertThat(asked.getMessage().getBody()).isEqualTo("{\"city\": \"Berlin\"}");
        assertThat(first.calls()).isEqualTo(2);
        assertThat(first.requests().getLast().getBodyAsString())
                .contains("town")
                .contains(
                        "Your answer cannot be used: json-schema: it does not fit the schema: $: required property 'city'");
        assertThat(route.spent).hasSize(2);
    }

    @Test
    void goesToTheNextModelAfterTheCorrections() {
        restart("{try: [first, second], retries: 0}");
        first.says(answer("No JSON."));
        second.says(answer("{'city': 'Berlin'}".replace("'", "\\\"")));

        Exchange asked = route.ask(wantsCity());

        assertThat(Reply.of(asked).model()).isEqualTo("second");
        assertThat(first.calls()).isEqualTo(2);
        assertThat(checked())
                .containsExactly("first json-schema false", "first json-schema false", "second json-schema true");
    }

    @Test
    void asksAgainAsOftenAsThePoolSays() {
        restart("{try: [first], corrections: 3, retries: 0, checks: [{length: {most: 5}}]}");
        first.says(answer("Far too long."));

        assertThat(route.ask("Hello?").getException()).isInstanceOfSatisfying(CheckFailed.class, failed -> {
            assertThat(failed.suggestion()).isEqualTo("Far too long.");
            assertThat(failed.reasons()).hasSize(4).contains("first: length: it has 13 characters and may have 5");
        });
        assertThat(first.calls()).isEqualTo(4);
    }

    @Test
    void correctsNothingUnlessItIsTold() {
        restart("{try: [first], retries: 0, checks: [{length: {most: 5}}]}");
        first.says(answer("Far too long."));

        assertThat(route.ask("Hello?").getException()).isInstanceOf(CheckFailed.class);
        assertThat(first.calls()).isOne();
    }

    @Test
    void findsASentenceThatTheEvidenceDoesNotBear() {
        restart("{try: [first, second], retries: 0, checks: [{supported: 0.9}]}");
        first.says(answer("Order HP-1 was shipped. Zzz zzz zz."));
        second.says(answer("Order HP-1 was shipped."));

        Exchange asked = route.ask(SHIPPED);

        assertThat(Reply.of(asked).model()).isEqualTo("second");
        assertThat(checked()).containsExactly("first supported false", "second supported true");
    }

    @Test
    void asksAJudgeAndCountsWhatItCosts() {
        restart(
                "{try: [first], retries: 0, corrections: 1, checks: [{judge: {model: second, asks: 'Is it polite?', least: 0.7}}]}");
        first.says(answer("Shipped, you fool."), answer("It was shipped, Madam."));
        second.says(answer("2"), answer("9"));

        Exchange asked = route.ask(SHIPPED);

        assertThat(asked.getMessage().getBody()).isEqualTo("It was shipped, Madam.");
        assertThat(second.requests().getFirst().getBodyAsString())
                .contains("Is it polite?", "What of HP-1?", "Shipped, you fool.", "Order HP-1 was shipped.");
        assertThat(route.spent).extracting(cost -> cost.model()).containsExactly("first", "second", "first", "second");
    }

    @Test
    void takesAJudgeThatSaysNothingForANo() {
        restart("{try: [first], retries: 0, checks: [{judge: {model: second}}]}");
        first.says(answer("It was shipped."));
        second.says(status(500));
        assertThat(route.ask(SHIPPED).getException()).hasMessageContaining("the judge second gave no verdict");

        second.says(answer("Splendid!"));
        assertThat(route.ask(SHIPPED).getException()).hasMessageContaining("the judge second gave no mark");
    }

    @Test
    void asksARouteOfTheUsers() throws Exception {
        restart("{try: [first, second], retries: 0, checks: [{route: house-rules}]}");
        route.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:house-rules")
                        .routeId("house-rules")
                        .choice()
                        .when(simple("${body[answer]} contains 'fool'"))
                        .setBody(constant("it calls names"))
                        .otherwise()
                        .setBody(constant(null));
            }
        });
        first.says(answer("Shipped, you fool."));
        second.says(answer("It was shipped."));

        Exchange asked = route.ask(SHIPPED);

        assertThat(Reply.of(asked).model()).isEqualTo("second");
        assertThat(route.audited)
                .filteredOn(event -> event.action() == AuditAction.OUTPUT_CHECKED)
                .extracting(event -> event.detail().get("reason"))
                .containsExactly("it calls names", null);
    }

    private List<String> checked() {
        return route.audited.stream()
                .filter(event -> event.action() == AuditAction.OUTPUT_CHECKED)
                .map(event -> event.subject() + " " + event.detail().get("check") + " "
                        + event.detail().get("passed"))
                .toList();
    }

    private static ChatRequest wantsCity() {
        return ChatRequest.builder()
                .messages(UserMessage.from("Where is it?"))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("place")
                                .rootElement(
                                        JsonRawSchema.from(
                                                "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}, \"required\": [\"city\"]}"))
                                .build())
                        .build())
                .build();
    }

    private void restart(String pool) {
        route.close();
        route = start(pool);
    }

    private CallModel start(String pool) {
        String yaml = """
                models:
                  first: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, json], free: true}
                  second: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, json], free: true}
                pools:
                  default: %s
                """.formatted(first.url(), second.url(), pool);
        return new CallModel(Clock.systemUTC(), yaml, Map.of());
    }
}
