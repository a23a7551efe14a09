package io.tutti.openai;

import static io.tutti.model.ScriptedEndpoint.answer;
import static io.tutti.model.ScriptedEndpoint.json;
import static io.tutti.model.ScriptedStream.END;
import static io.tutti.model.ScriptedStream.chunk;
import static io.tutti.model.ScriptedStream.finish;
import static io.tutti.model.ScriptedStream.part;
import static io.tutti.model.ScriptedStream.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.tutti.acceptance.HubProcess;
import io.tutti.model.ScriptedEndpoint;
import io.tutti.model.ScriptedStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client against the packaged hub, as it comes. */
class OfficialClientIT {

    private static final String TOKEN = "a-token-of-the-crm";

    @TempDir
    static Path directory;

    private static final ScriptedEndpoint whole = new ScriptedEndpoint();
    private static final ScriptedStream streamed = new ScriptedStream();
    private static HubProcess hub;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  fast: {provider: openai-compatible, model: gpt-4o-mini, base-url: "%s", abilities: [chat, tools, json, vision, image-addresses],
                         price: {input: 0.15, cached-input: 0.075, output: 0.60}}
                  live: {provider: openai-compatible, model: gpt-4o-mini, base-url: "%s", abilities: [chat, tools], free: true}
                pools:
                  smart: {try: [fast], retries: 0}
                  talking: {try: [live], retries: 0, hold-back: 0}
                """.formatted(whole.url(), streamed.url()));
        Files.writeString(config.resolve("access.yaml"), """
                principals:
                  crm: {token-sha256: "%s", tenant: acme, roles: [caller]}
                roles:
                  caller: {allow: ["pool:smart", "pool:talking"]}
                """.formatted(java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes()))));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
        client = client(hub.token());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        assertThat(hub.stop()).isIn(0, 143);
        whole.close();
        streamed.close();
    }

    private static OpenAIClient client(String token) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(hub.uri("/v1").toString())
                .apiKey(token)
                .maxRetries(0)
                .build();
    }

    @Test
    void completesAChatAndCountsItsTokens() throws Exception {
        whole.says(answer("Fine, thanks."));

        ChatCompletion completion =
                client.chat().completions().create(asking("smart").build());

        assertThat(completion.choices().getFirst().message().content()).contains("Fine, thanks.");
        assertThat(completion.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(completion.model()).isEqualTo("smart");
        assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(1000);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(100);
        assertThat(completion
                        .usage()
                        .orElseThrow()
                        .promptTokensDetails()
                        .orElseThrow()
                        .cachedTokens())
                .contains(400L);
        JsonNode records = hub.json("/api/audit?action=model.called&principal=admin");
        assertThat(records.findValuesAsText("usd")).contains("0.000180");
    }

    @Test
    void passesOnHowTheAnswerIsWanted() {
        whole.says(answer("{}"));

        client.chat()
                .completions()
                .create(asking("fast")
                        .addSystemMessage("Be brief.")
                        .temperature(0.3)
                        .topP(0.9)
                        .seed(7)
                        .stop("END")
                        .maxCompletionTokens(50)
                        .responseFormat(ResponseFormatJsonSchema.builder()
                                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                        .name("order")
                                        .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                                .putAdditionalProperty("type", JsonValue.from("object"))
                                                .putAdditionalProperty(
                                                        "properties",
                                                        JsonValue.from(Map.of("id", Map.of("type", "string"))))
                                                .build())
                                        .build())
                                .build())
                        .build());

        String sent = whole.requests().getLast().getBodyAsString();
        assertThat(sent)
                .contains("Be brief.", "0.3", "0.9", "\"seed\" : 7", "\"END\"", "50", "\"order\"", "json_schema");
    }

    @Test
    void asksForToolsAndTakesTheirResults() {
        whole.says(json("""
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1763460000, "model": "gpt-4o-mini",
                 "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": [
                   {"id": "call_a", "type": "function", "function": {"name": "find_order", "arguments": "{\\"id\\": 1}"}},
                   {"id": "call_b", "type": "function", "function": {"name": "find_order", "arguments": "{\\"id\\": 2}"}}]}}],
                 "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}
                """));
        ChatCompletionCreateParams.Builder asked = asking("smart").addFunctionTool(findOrder());

        ChatCompletion.Choice choice =
                client.chat().completions().create(asked.build()).choices().getFirst();

        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        var calls = choice.message().toolCalls().orElseThrow();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).asFunction().function().arguments()).isEqualTo("{\"id\": 2}");
        assertThat(whole.requests().getLast().getBodyAsString()).contains("\"find_order\"", "\"integer\"");

        whole.says(answer("Both were shipped."));
        asked.addMessage(choice.message());
        asked.addMessage(com.openai.models.chat.completions.ChatCompletionToolMessageParam.builder()
                .toolCallId("call_a")
                .content("shipped")
                .build());
        asked.addMessage(com.openai.models.chat.completions.ChatCompletionToolMessageParam.builder()
                .toolCallId("call_b")
                .content("shipped")
                .build());
        assertThat(client.chat()
                        .completions()
                        .create(asked.build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .contains("Both were shipped.");
        assertThat(whole.requests().getLast().getBodyAsString()).contains("call_a", "call_b", "\"tool\"");
    }

    @Test
    void showsImagesToModelsThatSee() {
        whole.says(answer("A dot."));

        client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("smart")
                        .addUserMessageOfArrayOfContentParts(List.of(
                                ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                        .text("What is this?")
                                        .build()),
                                ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                        .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                                .url("data:image/png;base64,iVBORw0KGgo=")
                                                .build())
                                        .build())))
                        .build());

        assertThat(whole.requests().getLast().getBodyAsString()).contains("data:image/png;base64,iVBORw0KGgo=");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("talking")
                                .addUserMessageOfArrayOfContentParts(List.of(
                                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                                        .url("data:image/png;base64,iVBORw0KGgo=")
                                                        .build())
                                                .build())))
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("vision");
    }

    /** The provider fetches it, as the client expects; never from where the hub itself may not go. */
    @Test
    void givesAddressesOfImagesToProvidersThatFetchThem() throws Exception {
        whole.says(answer("A dot."));
        String address = "https://203.0.113.7/dots/a%20dot.png?size=2&x=%2F";
        client.chat().completions().create(seeing("smart", address));
        assertThat(HubProcess.JSON
                        .readTree(whole.requests().getLast().getBodyAsString())
                        .findValuesAsText("url"))
                .containsExactly(address);
        int asked = whole.requests().size();
        for (String forbidden : List.of(
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.1:8080/",
                "http://10.1.2.3/",
                "http://[::1]:8080/",
                "http://localhost:8080/",
                "https://user@203.0.113.7/")) {
            assertThatThrownBy(() -> client.chat().completions().create(seeing("smart", forbidden)))
                    .as(forbidden)
                    .isInstanceOf(PermissionDeniedException.class);
        }
        for (String impossible :
                List.of("ftp://images.example.com/a.png", "https://a b.example.com/", "file:///etc/passwd")) {
            assertThatThrownBy(() -> client.chat().completions().create(seeing("smart", impossible)))
                    .as(impossible)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("messages");
        }
        assertThatThrownBy(() -> client.chat().completions().create(seeing("talking", address)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("image-addresses");
        assertThat(whole.requests()).hasSize(asked);
    }

    private static ChatCompletionCreateParams seeing(String model, String url) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(
                        List.of(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(url)
                                        .build())
                                .build())))
                .build();
    }

    @Test
    void streamsPartsAndUsage() {
        streamed.says(part("It was "), part("shipped."), finish("stop"), usage(20, 4), END);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();

        try (var chunks = client.chat()
                .completions()
                .createStreaming(asking("talking")
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            chunks.stream().forEach(accumulator::accumulate);
        }

        ChatCompletion completion = accumulator.chatCompletion();
        assertThat(completion.choices().getFirst().message().content()).contains("It was shipped.");
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(4);
    }

    @Test
    void streamsCallsOfTools() {
        streamed.says(
                chunk(
                        "{\"tool_calls\": [{\"index\": 0, \"id\": \"call_1\", \"type\": \"function\", \"function\": {\"name\": \"find_order\", \"arguments\": \"{\\\"id\\\": 1}\"}}]}",
                        "null"),
                finish("tool_calls"),
                END);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();

        try (var chunks = client.chat()
                .completions()
                .createStreaming(asking("talking").addFunctionTool(findOrder()).build())) {
            chunks.stream().forEach(accumulator::accumulate);
        }

        ChatCompletion.Choice choice = accumulator.chatCompletion().choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message()
                        .toolCalls()
                        .orElseThrow()
                        .getFirst()
                        .asFunction()
                        .function()
                        .arguments())
                .isEqualTo("{\"id\": 1}");
    }

    @Test
    void endsABrokenStreamWithAnError() {
        streamed.says(part("It was "), part("shipp"));

        assertThatThrownBy(() -> {
                    try (var chunks = client.chat()
                            .completions()
                            .createStreaming(asking("talking").build())) {
                        chunks.stream().map(ChatCompletionChunk::id).toList();
                    }
                })
                .isInstanceOf(OpenAIException.class)
                .hasStackTraceContaining("broke off after 12 characters");
    }

    @Test
    void answersWithAStatusWhenAStreamDoesNotEvenBegin() {
        streamed.says("<html>Sign in</html>");

        assertThatThrownBy(() -> {
                    try (var chunks = client.chat()
                            .completions()
                            .createStreaming(asking("talking").build())) {
                        chunks.stream().toList();
                    }
                })
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("broken-answer");
    }

    @Test
    void answersAFlowLikeAModel() {
        ChatCompletion completion = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("flow:customer-support")
                        .addUserMessage("Where is my order HP-10023?")
                        .build());

        assertThat(completion.choices().getFirst().message().content().orElseThrow())
                .contains("HP-10023");
    }

    @Test
    void embedsTexts() {
        var answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("all-minilm-l6-v2")
                        .inputOfArrayOfStrings(List.of("a parcel", "a package", "a tax return"))
                        .build());

        List<float[]> vectors =
                answer.data().stream().map(one -> numbers(one.embedding())).toList();
        assertThat(vectors).hasSize(3).allSatisfy(vector -> assertThat(vector).hasSize(384));
        assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(cosine(vectors.get(0), vectors.get(2)));
    }

    @Test
    void listsWhatACallerMayUseAndNothingElse() {
        try (Closing crm = new Closing(client(TOKEN))) {
            assertThat(crm.client.models().list().data().stream().map(model -> model.id()))
                    .containsExactlyInAnyOrder("smart", "talking");
            assertThatThrownBy(() -> crm.client
                            .chat()
                            .completions()
                            .create(asking("fast").build()))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("model:fast");
            assertThatThrownBy(() -> crm.client
                            .chat()
                            .completions()
                            .create(asking("flow:customer-support").build()))
                    .isInstanceOf(PermissionDeniedException.class);
        }
        assertThat(client.models().list().data().stream().map(model -> model.id()))
                .contains("fast", "local", "smart", "default", "all-minilm-l6-v2", "flow:customer-support");
        assertThat(client.models().retrieve("flow:customer-support").id()).isEqualTo("flow:customer-support");
    }

    @Test
    void givesUpWhenItsClientDoes() throws Exception {
        whole.says(answer("Too late.").withFixedDelay(5_000));
        var request = hub.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Tutti-Timeout", "0.3")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"model\": \"smart\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello?\"}]}"));

        var response = hub.send(request.build());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("time-out");
        assertThat(hub.get("/metrics").body()).contains("gen_ai_client_operation_duration_seconds_count");
    }

    @Test
    void refusesInTheFormThatClientsUnderstand() {
        assertThatThrownBy(() ->
                        client.chat().completions().create(asking("gpt-99").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("gpt-99");
        assertThatThrownBy(() ->
                        client.chat().completions().create(asking("smart").n(2).build()))
                .isInstanceOfSatisfying(BadRequestException.class, failure -> {
                    assertThat(failure.param()).contains("n");
                    assertThat(failure.type()).contains("invalid_request_error");
                });
        try (Closing stranger = new Closing(client("nobody's"))) {
            assertThatThrownBy(() -> stranger.client.models().list())
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessageContaining("belongs to nobody");
        }
    }

    private record Closing(OpenAIClient client) implements AutoCloseable {

        @Override
        public void close() {
            client.close();
        }
    }

    private static ChatCompletionCreateParams.Builder asking(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("How are you?");
    }

    private static FunctionDefinition findOrder() {
        return FunctionDefinition.builder()
                .name("find_order")
                .description("Finds an order.")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("id", Map.of("type", "integer"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("id")))
                        .build())
                .build();
    }

    private static float[] numbers(List<Float> embedding) {
        float[] numbers = new float[embedding.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = embedding.get(i);
        }
        return numbers;
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
