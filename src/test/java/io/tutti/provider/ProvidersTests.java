package io.tutti.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.egress.Egress;
import io.tutti.egress.EgressSettings;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.local.LocalProvider;
import io.tutti.redaction.Kinds;
import io.tutti.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every provider, against an endpoint that speaks its format. */
class ProvidersTests {

    private static final ChatRequest ASKED = ChatRequest.builder()
            .messages(UserMessage.from("Where is order 1?"))
            .build();
    private static final ToolSpecification FIND_ORDER = ToolSpecification.builder()
            .name("find_order")
            .description("Finds an order.")
            .parameters(JsonObjectSchema.builder()
                    .addIntegerProperty("id", "its number")
                    .required("id")
                    .build())
            .build();

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    static List<Wire> wires() {
        return List.of(
                new OpenAiWire(),
                new OpenAiWire.Azure(),
                new OpenAiWire.Mistral(),
                new AnthropicWire(),
                new GeminiWire(),
                new OllamaWire(),
                new BedrockWire());
    }

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @MethodSource("wires")
    void readsAnAnswerAndItsTokens(Wire wire) {
        says(wire, false, json(wire.whole()));

        ChatResponse response = connect(wire, "k1").whole().chat(ASKED);

        assertThat(response.aiMessage().text()).isEqualTo("It was shipped.");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(Tokens.of(response, () -> "Where is order 1?"))
                .isEqualTo(new Tokens(20, wire.cached(), 7, wire.reasoning(), false));
        assertThat(keys(wire)).containsExactly(wire.keyPrefix() + "k1");
        assertThat(requests().getFirst().getHeader("X-Team")).isEqualTo("support");
        assertThat(requests().getFirst().getBodyAsString()).contains("Where is order 1?");
    }

    @ParameterizedTest
    @MethodSource("wires")
    void carriesTheTrace(Wire wire) throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Connection connection = connect(wire, "k1");

        says(wire, false, json(wire.whole()));
        Trace.carrying(trace, () -> connection.whole().chat(ASKED));
        says(wire, true, stream(wire, wire.stream()));
        Trace.carrying(trace, () -> stream(connection, ASKED));

        assertThat(requests())
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.getHeader("traceparent")).isEqualTo(trace));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void asksForToolsAndTakesTheirResults(Wire wire) {
        says(wire, false, json(wire.toolCall()));
        Connection connection = connect(wire, "k1");
        ChatRequest asked = ChatRequest.builder()
                .messages(UserMessage.from("Where is order 1?"))
                .toolSpecifications(FIND_ORDER)
                .build();

        AiMessage message = connection.whole().chat(asked).aiMessage();

        assertFindsOrder(message);
        assertThat(requests().getFirst().getBodyAsString()).contains("find_order", "Finds an order.", "its number");

        says(wire, false, json(wire.whole()));
        ToolExecutionRequest call = message.toolExecutionRequests().getFirst();
        connection
                .whole()
                .chat(ChatRequest.builder()
                        .messages(
                                UserMessage.from("Where is order 1?"),
                                AiMessage.from(call),
                                ToolExecutionResultMessage.from(call, "on a truck"))
                        .toolSpecifications(FIND_ORDER)
                        .build());
        assertThat(requests().getLast().getBodyAsString()).contains("on a truck");
    }

    @ParameterizedTest
    @MethodSource("wires")
    void readsAStream(Wire wire) {
        says(wire, true, stream(wire, wire.stream()));

        Streamed streamed = stream(connect(wire, "k1"), ASKED);

        assertThat(streamed.parts).containsExactly("It was ", "shipped.");
        assertThat(streamed.failure).isNull();
        assertThat(streamed.response).isNotNull();
        assertThat(streamed.response.aiMessage().text()).isEqualTo("It was shipped.");
        assertThat(streamed.response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(Tokens.of(streamed.response, () -> "Where is order 1?"))
                .isEqualTo(new Tokens(20, wire.cached(), 7, wire.reasoning(), false));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void readsACallOfAToolFromAStream(Wire wire) {
        says(wire, true, stream(wire, wire.streamedToolCall()));

        Streamed streamed = stream(
                connect(wire, "k1"),
                ChatRequest.builder()
                        .messages(UserMessage.from("Where is order 1?"))
                        .toolSpecifications(FIND_ORDER)
                        .build());

        assertThat(streamed.response).isNotNull();
        assertFindsOrder(streamed.response.aiMessage());
    }

    @ParameterizedTest
    @MethodSource("wires")
    void takesAStreamThatBreaksOffForNoAnswer(Wire wire) {
        List<String> events = wire.stream();
        int half = events.size() / 2;
        says(wire, true, stream(wire, events.subList(0, half)));

        Streamed streamed = stream(connect(wire, "k1"), ASKED);

        assertThat(streamed.isWhole()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("wires")
    void skipsNothingThatItCannotRead(Wire wire) {
        List<String> events = new ArrayList<>(wire.stream());
        events.add(events.size() / 2, wire.garbage());
        says(wire, true, stream(wire, events));

        Streamed streamed = stream(connect(wire, "k1"), ASKED);

        assertThat(streamed.failure)
                .isNotNull()
                .satisfies(failure -> assertThat(
                                EndpointFailure.in(failure, Fault.BROKEN_ANSWER).fault())
                        .isEqualTo(Fault.BROKEN_ANSWER));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void tellsWhatWentWrongByTheStatus(Wire wire) {
        Map<Integer, Fault> faults = Map.of(
                400, Fault.REQUEST_REFUSED,
                401, Fault.KEY_REFUSED,
                403, Fault.KEY_REFUSED,
                429, Fault.RATE_LIMITED,
                500, Fault.SERVER_ERROR,
                529, Fault.SERVER_ERROR,
                302, Fault.REDIRECTED);
        Connection connection = connect(wire, "k1");
        faults.forEach((status, fault) -> {
            var answer = json("{\"error\": {\"message\": \"no\"}}")
                    .withStatus(status)
                    .withHeader("Retry-After", "7")
                    .withHeader("Location", server.baseUrl() + "/elsewhere");
            says(wire, false, answer);
            says(wire, true, answer);

            assertThatThrownBy(() -> connection.whole().chat(ASKED))
                    .satisfies(failure -> assertFault(failure, fault, status));
            assertThat(stream(connection, ASKED).failure)
                    .isNotNull()
                    .satisfies(failure -> assertFault(failure, fault, status));
        });
        assertThat(requests()).noneMatch(request -> request.getUrl().contains("elsewhere"));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void goesOnWithTheNextKeyWhenOneIsUsedUp(Wire wire) {
        for (boolean isStream : new boolean[] {false, true}) {
            server.resetRequests();
            says(wire, isStream, isStream ? stream(wire, wire.stream()) : json(wire.whole()));
            server.stubFor(post(urlEqualTo(wire.path(isStream)))
                    .atPriority(1)
                    .withHeader(
                            wire.keyHeader(),
                            com.github.tomakehurst.wiremock.client.WireMock.equalTo(wire.keyPrefix() + "k1"))
                    .willReturn(json("{}").withStatus(429).withHeader("Retry-After", "60")));
            Connection connection = connect(wire, "k1", "k2");
            for (int i = 0; i < 3; i++) {
                String text = isStream
                        ? String.join("", stream(connection, ASKED).parts)
                        : connection.whole().chat(ASKED).aiMessage().text();
                assertThat(text).isEqualTo("It was shipped.");
            }
            assertThat(keys(wire))
                    .containsExactly(
                            wire.keyPrefix() + "k1",
                            wire.keyPrefix() + "k2",
                            wire.keyPrefix() + "k2",
                            wire.keyPrefix() + "k2");
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void wantsJsonOfASchema(Wire wire) {
        says(wire, false, json(wire.whole()));
        ChatRequest asked = ChatRequest.builder()
                .messages(UserMessage.from("Where is order 1?"))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("place")
                                .rootElement(JsonObjectSchema.builder()
                                        .addStringProperty("city")
                                        .required("city")
                                        .build())
                                .build())
                        .build())
                .build();
        Connection connection = connect(wire, "k1");
        if (wire.schema().isEmpty()) {
            assertThatThrownBy(() -> connection.whole().chat(asked))
                    .satisfies(failure -> assertThat(EndpointFailure.in(failure, Fault.BROKEN_ANSWER)
                                    .fault())
                            .isEqualTo(Fault.REQUEST_REFUSED));
            return;
        }

        connection.whole().chat(asked);

        assertThat(requests().getFirst().getBodyAsString()).contains(wire.schema(), "city");
    }

    private static void assertFindsOrder(AiMessage message) {
        assertThat(message.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("find_order");
            assertThat(new ObjectMapper().readTree(call.arguments()).path("id").asInt())
                    .isOne();
        });
    }

    private static void assertFault(Throwable failure, Fault fault, int status) {
        EndpointFailure known = EndpointFailure.in(failure, Fault.BROKEN_ANSWER);
        assertThat(known.fault()).as("status " + status).isEqualTo(fault);
        assertThat(known.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(known).hasMessageNotContaining("k1");
    }

    private void says(Wire wire, boolean isStream, ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo(wire.path(isStream))).atPriority(2).willReturn(response));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static ResponseDefinitionBuilder stream(Wire wire, List<String> events) {
        return aResponse()
                .withHeader("Content-Type", wire.streamType())
                .withBody(String.join("", events).getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<LoggedRequest> requests() {
        List<LoggedRequest> requests =
                server.findAll(com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor(anyUrl()));
        return requests;
    }

    private List<String> keys(Wire wire) {
        return server.getAllServeEvents().reversed().stream()
                .map(event -> event.getRequest().header(wire.keyHeader()))
                .map(HttpHeader::firstValue)
                .toList();
    }

    /** The endpoint's name leads nowhere, so that only the proxy can be reached. */
    @ParameterizedTest
    @MethodSource("wires")
    void goesThroughItsProxy(Wire wire) {
        says(wire, false, json(wire.whole()));
        Map<String, String> behind =
                Map.of("base-url", "http://provider.invalid" + wire.base(), "proxy", server.baseUrl());

        Connection connection = connect(wire, behind, "k1");
        assertThat(connection.whole().chat(ASKED).aiMessage().text()).isEqualTo("It was shipped.");
        says(wire, true, stream(wire, wire.stream()));
        assertThat(String.join("", stream(connection, ASKED).parts)).isEqualTo("It was shipped.");
        assertThat(requests())
                .hasSize(2)
                .allMatch(request -> request.getHeader("Host").equals("provider.invalid"));
    }

    private Connection connect(Wire wire, String... keys) {
        return connect(wire, Map.of(), keys);
    }

    private Connection connect(Wire wire, Map<String, String> other, String... keys) {
        Map<String, Object> model = new LinkedHashMap<>(wire.details());
        model.put("provider", wire.provider());
        model.put("model", "m");
        model.put("base-url", server.baseUrl() + wire.base());
        model.put("api-keys", List.of(keys));
        model.put("headers", Map.of("X-Team", "support"));
        model.put("free", true);
        model.putAll(other);
        ModelEntry entry = Providers.read(
                "it",
                new Setting(
                        new ObjectMapper().valueToTree(model),
                        "",
                        (pointer, expected) -> new WrongSetting(Path.of("models.yaml"), 1, pointer + expected)),
                Kinds.BUILT_IN);
        return new Providers(
                        new LocalProvider(text -> new float[0]),
                        1_000_000,
                        Clock.systemUTC(),
                        new Egress(EgressSettings.NONE))
                .connect(entry);
    }

    private static Streamed stream(Connection connection, ChatRequest request) {
        Streamed streamed = new Streamed();
        try {
            connection.streaming().chat(request, streamed);
        } catch (RuntimeException e) {
            streamed.onError(e);
        }
        return streamed;
    }

    private static final class Streamed implements StreamingChatResponseHandler {

        final List<String> parts = new ArrayList<>();

        @Nullable
        ChatResponse response;

        @Nullable
        Throwable failure;

        @Override
        public void onPartialResponse(String text) {
            parts.add(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            response = whole;
        }

        @Override
        public void onError(Throwable why) {
            failure = failure == null ? why : failure;
        }

        /** As the gateway sees it. */
        boolean isWhole() {
            return failure == null && response != null && response.finishReason() != null;
        }
    }
}
