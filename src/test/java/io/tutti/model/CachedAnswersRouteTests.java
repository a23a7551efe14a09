package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.access.Caller;
import io.tutti.audit.AuditAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are given again, through the route {@code call-model}. */
class CachedAnswersRouteTests {

    private static final Caller ANNA = new Caller("anna", "acme", Set.of("pool:default"));

    private final TestClock clock = new TestClock();
    private final ScriptedEndpoint model = new ScriptedEndpoint();
    private CallModel route = start("cache: {ttl: 1h, meaning: 0.95}");

    @BeforeEach
    void script() {
        model.says(answer("First."), answer("Second."), answer("Third."), answer("Fourth."));
    }

    @AfterEach
    void close() {
        route.close();
        model.close();
    }

    @Test
    void isOffUnlessThePoolWantsIt() {
        route.close();
        route = start("retries: 0");

        assertThat(said(ANNA, "How long do returns take?")).isEqualTo("First.");
        assertThat(said(ANNA, "How long do returns take?")).isEqualTo("Second.");
    }

    @Test
    void givesTheAnswerToTheSameQuestionAgainAndSaysWhatItSaved() {
        assertThat(said(ANNA, "How long do returns take?")).isEqualTo("First.");
        assertThat(said(ANNA, "How long do returns take?")).isEqualTo("First.");

        assertThat(model.calls()).isOne();
        assertThat(route.spent).hasSize(1);
        assertThat(route.audited.getLast().action()).isEqualTo(AuditAction.ANSWER_CACHED);
        assertThat(route.meters
                        .get("tutti.model.answers")
                        .tag("result", "cached")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(route.meters.get("tutti.model.cache.saved").counter().count())
                .isCloseTo(0.00021, within(1e-9));
        assertThat(route.audited.getLast().detail())
                .containsEntry("likeness", 1.0)
                .containsEntry("savedUsd", "0.000210");
    }

    @Test
    void givesItToAQuestionThatMeansTheSame() {
        said(ANNA, "How long do returns take?");

        assertThat(said(ANNA, "How long do the returns take?")).isEqualTo("First.");
        assertThat(said(ANNA, "Zzz zzz?")).isEqualTo("Second.");
    }

    @Test
    void tellsQuestionsApartByWhatIsExactInThem() {
        said(ANNA, "Where is order HP-10023?");

        assertThat(said(ANNA, "Where is order HP-10024?")).isEqualTo("Second.");
        assertThat(said(ANNA, "Where is the order HP-10024?")).isEqualTo("Second.");
    }

    @Test
    void keepsTenantsAndRightsApart() {
        said(ANNA, "How long do returns take?");

        assertThat(said(new Caller("anna", "zenith", ANNA.roles()), "How long do returns take?"))
                .isEqualTo("Second.");
        assertThat(said(new Caller("bob", "acme", Set.of("pool:default", "more")), "How long do returns take?"))
                .isEqualTo("Third.");
        assertThat(said(new Caller("carl", "acme", ANNA.roles()), "How long do returns take?"))
                .isEqualTo("First.");
    }

    @Test
    void keepsInstructionsApart() {
        ask(ANNA, chat("Be brief."));
        assertThat(ask(ANNA, chat("Be kind.")).getMessage().getBody()).isEqualTo("Second.");
        assertThat(ask(ANNA, chat("Be brief.")).getMessage().getBody()).isEqualTo("First.");
    }

    @Test
    void keepsEvidenceApart() {
        ask(ANNA, evidence("Returns take 14 days."));
        assertThat(ask(ANNA, evidence("Returns take 30 days.")).getMessage().getBody())
                .isEqualTo("Second.");
        assertThat(ask(ANNA, evidence("Returns take 14 days.")).getMessage().getBody())
                .isEqualTo("First.");
    }

    @Test
    void forgetsAnswersAfterTheirTime() {
        said(ANNA, "How long do returns take?");
        clock.forward(Duration.ofMinutes(61));

        assertThat(said(ANNA, "How long do returns take?")).isEqualTo("Second.");
    }

    @Test
    void keepsNothingWhereToolsAreAtHand() {
        ChatRequest asked = ChatRequest.builder()
                .messages(UserMessage.from("How long do returns take?"))
                .toolSpecifications(ToolSpecification.builder().name("find").build())
                .build();
        ask(ANNA, asked);

        assertThat(ask(ANNA, asked).getMessage().getBody()).isEqualTo("Second.");
    }

    @Test
    void streamsAnAnswerThatWasKept() {
        said(ANNA, "How long do returns take?");
        List<String> released = new ArrayList<>();

        Exchange asked = route.send(exchange -> {
            exchange.getMessage().setBody("How long do returns take?");
            exchange.setProperty(Caller.PROPERTY, ANNA);
            exchange.setProperty(AnswerStream.PROPERTY, (AnswerStream) released::add);
        });

        assertThat(released).containsExactly("First.");
        assertThat(Reply.of(asked).text()).isEqualTo("First.");
    }

    private static ChatRequest chat(String instructions) {
        return ChatRequest.builder()
                .messages(SystemMessage.from(instructions), UserMessage.from("How long do returns take?"))
                .build();
    }

    private static Map<String, Object> evidence(String text) {
        return Map.of(
                "question",
                "How long do returns take?",
                "evidence",
                List.of(Map.of("source", "article", "text", text)));
    }

    private Object said(Caller caller, String question) {
        return ask(caller, question).getMessage().getBody();
    }

    private Exchange ask(Caller caller, Object body) {
        return route.send(exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setProperty(Caller.PROPERTY, caller);
        });
    }

    private CallModel start(String pool) {
        String yaml = """
                models:
                  model: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, tools], price: {input: 0.15, output: 0.60}}
                pools:
                  default: {try: [model], %s}
                """.formatted(model.url(), pool);
        return new CallModel(clock, yaml, Map.of());
    }
}
