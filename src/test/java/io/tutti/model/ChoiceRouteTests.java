package io.tutti.model;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.audit.AuditAction;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.routing.TestOutcomes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which model of a pool is asked first, through the route {@code call-model}. */
class ChoiceRouteTests {

    private final ScriptedEndpoint dear = new ScriptedEndpoint();
    private final ScriptedEndpoint cheap = new ScriptedEndpoint();
    private CallModel route;

    @AfterEach
    void close() {
        route.close();
        dear.close();
        cheap.close();
    }

    @Test
    void asksTheCheapestFirst() {
        start("{try: [dear, cheap], prefer: cheapest, retries: 0}");
        dear.says(answer("Dear."));
        cheap.says(answer("Cheap."));

        assertThat(route.ask("Hello?").getVariable("answerModel")).isEqualTo("cheap");
        cheap.says(status(400));
        assertThat(route.ask("Hello?").getVariable("answerModel")).isEqualTo("dear");
    }

    @Test
    void goesUpWhenTheCheapAnswerIsNotSureEnough() {
        start("{try: [dear, cheap], prefer: cascade, retries: 0, confidence: 0.9}");
        cheap.says(answer("Zzz."));
        dear.says(answer("Order HP-1 was shipped."));

        Exchange asked = route.ask(Map.of(
                "question",
                "What of HP-1?",
                "evidence",
                List.of(Map.of("source", "order HP-1", "text", "Order HP-1 was shipped."))));

        assertThat(asked.getVariable("answerModel")).isEqualTo("dear");
        assertThat(cheap.calls()).isOne();
    }

    @Test
    void asksTheCheapestThatIsLikelyToBeGoodEnough() {
        start("{try: [dear, cheap], prefer: learned, outcomes: graded.csv, quality: 0.7, retries: 0}");
        dear.says(answer("Dear."));
        cheap.says(answer("Cheap."));
        assertThat(route.ask("aaaa bbbb").getVariable("answerModel"))
                .as("before anything was learned")
                .isEqualTo("cheap");

        TestOutcomes graded = new TestOutcomes();
        for (String easy : List.of("aaaa bbbb", "aaa bbbbb", "aaaaa bbb")) {
            graded.add(easy, "cheap", true).add(easy, "dear", true);
        }
        for (String hard : List.of("xxxx yyyy", "xxx yyyyy", "xxxxx yyy")) {
            graded.add(hard, "cheap", false).add(hard, "dear", true);
        }
        route.outcomes = graded.learn(CallModel::vector);

        assertThat(route.ask("aabb aabb").getVariable("answerModel")).isEqualTo("cheap");
        assertThat(route.ask("xxyy xxyy").getVariable("answerModel")).isEqualTo("dear");
        dear.says(status(400));
        assertThat(route.ask("xyxy xyxy").getVariable("answerModel")).isEqualTo("cheap");
    }

    @Test
    void asksTheOneThatWasFasterOfLate() {
        start("{try: [dear, cheap], prefer: fastest, retries: 0}");
        dear.says(answer("Slow.").withFixedDelay(300));
        cheap.says(answer("Quick."));

        List<Object> models = IntStream.range(0, 4)
                .mapToObj(i -> route.ask("Hello?").getVariable("answerModel"))
                .toList();

        assertThat(models).containsExactly("dear", "cheap", "cheap", "cheap");
    }

    @Test
    void asksOnlyModelsThatCanDoWhatIsNeeded() {
        start("{try: [cheap, dear], retries: 0}");
        cheap.says(answer("Cheap."));
        dear.says(answer("Dear."));

        Exchange asked = route.ask(ChatRequest.builder()
                .messages(UserMessage.from("Hello?"))
                .toolSpecifications(ToolSpecification.builder().name("find").build())
                .build());

        assertThat(asked.getVariable("answerModel")).isEqualTo("dear");
        assertThat(cheap.calls()).isZero();
    }

    @Test
    void saysWhyNoneOfThePoolCanBeAsked() {
        start("{try: [cheap], retries: 0}");

        Exchange asked = route.ask(ChatRequest.builder()
                .messages(UserMessage.from("x".repeat(5000)))
                .toolSpecifications(ToolSpecification.builder().name("find").build())
                .build());

        assertThat(asked.getException()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.BAD_INPUT);
            assertThat(refused)
                    .hasMessageContaining(
                            "cheap has not the ability tools and takes 1000 tokens, and the prompt has about 1250");
        });
    }

    @Test
    void showsDataOnlyToModelsThatMaySeeIt() {
        start("{try: [cheap, dear], retries: 0}");
        cheap.says(answer("Cheap."));
        dear.says(answer("Dear."));

        assertThat(route.askWith(Map.of("tuttiDataClass", "secret"), "Hello?").getVariable("answerModel"))
                .isEqualTo("dear");
        assertThat(route.askWith(Map.of("tuttiDataClass", "public"), "Hello?").getVariable("answerModel"))
                .isEqualTo("cheap");
    }

    @Test
    void takesThePoolsClassForDataThatSaysNothing() {
        start("{try: [cheap, dear], retries: 0, data-class: secret}");
        dear.says(answer("Dear."));

        assertThat(route.ask("Hello?").getVariable("answerModel")).isEqualTo("dear");
    }

    @Test
    void followsARuleThatFitsTheQuestion() {
        start(
                "{try: [cheap], retries: 0, rules: [{matches: '(?i)\\bsql\\b', try: [dear]}, {longer-than: 100, try: [dear, cheap]}]}");
        cheap.says(answer("Cheap."));
        dear.says(answer("Dear."));

        assertThat(route.ask("Write some SQL.").getVariable("answerModel")).isEqualTo("dear");
        assertThat(route.ask("x".repeat(101)).getVariable("answerModel")).isEqualTo("dear");
        assertThat(route.ask("Hello?").getVariable("answerModel")).isEqualTo("cheap");
    }

    @Test
    void keepsAConversationWithTheModelThatAnsweredIt() {
        start("{try: [dear, cheap], retries: 0, sticky: true}");
        dear.says(status(400), answer("Dear."));
        cheap.says(answer("Cheap."));

        Map<String, Object> one = Map.of("tuttiConversation", "c1");
        assertThat(route.askWith(one, "Hello?").getVariable("answerModel")).isEqualTo("cheap");
        assertThat(route.askWith(one, "Hello again?").getVariable("answerModel"))
                .isEqualTo("cheap");
        assertThat(route.askWith(Map.of("tuttiConversation", "c2"), "Hello?").getVariable("answerModel"))
                .isEqualTo("dear");
    }

    @Test
    void asksTheCanaryFirstInItsShareOfTheConversations() {
        start("{try: [cheap], retries: 0, canary: {model: dear, share: 0.3}}");
        cheap.says(answer("Cheap."));
        dear.says(answer("Dear."));

        long canaries = IntStream.range(0, 200)
                .filter(i -> route.askWith(Map.of("tuttiConversation", "conversation " + i), "Hello?")
                        .getVariable("answerModel")
                        .equals("dear"))
                .count();

        assertThat(canaries).isBetween(30L, 90L);
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> route.askWith(Map.of("tuttiConversation", "always the same"), "Hello?")
                                .getVariable("answerModel"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void asksTheShadowTooAndGivesItsAnswerToNobody() {
        start("{try: [cheap], retries: 0, shadow: {model: dear, share: 1}}");
        cheap.says(answer("Cheap."));
        dear.says(answer("Dear."));

        assertThat(route.ask("Hello?").getMessage().getBody()).isEqualTo("Cheap.");

        Awaitility.await()
                .untilAsserted(() -> assertThat(route.audited)
                        .filteredOn(event -> event.action() == AuditAction.MODEL_CALLED)
                        .extracting(
                                event -> event.subject() + " " + event.detail().get("shadow"))
                        .containsExactly("cheap null", "dear true"));
    }

    private void start(String pool) {
        String yaml = """
                models:
                  dear: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, tools], price: {input: 10, output: 30}}
                  cheap: {provider: openai-compatible, model: m, base-url: "%s", price: {input: 1, output: 2}, context: 1000,
                          may-see: [public]}
                pools:
                  default: %s
                """.formatted(dear.url(), cheap.url(), pool);
        route = new CallModel(Clock.systemUTC(), yaml, Map.of());
    }
}
