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

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
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

/** OpenAI's own client asks the packaged hub for responses. */
class ResponsesIT {

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
                  fast: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, tools, json, vision], free: true}
                  live: {provider: openai-compatible, model: m, base-url: "%s", abilities: [chat, tools], free: true}
                """.formatted(whole.url(), streamed.url()));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(hub.uri("/v1").toString())
                .apiKey(hub.token())
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        assertThat(hub.stop()).isIn(0, 143);
        whole.close();
        streamed.close();
    }

    @Test
    void respondsWithAText() {
        whole.says(answer("Fine, thanks."));

        Response response = client.responses()
                .create(asking("fast").instructions("Be brief.").build());

        assertThat(text(response)).isEqualTo("Fine, thanks.");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(1000);
        assertThat(response.usage().orElseThrow().inputTokensDetails().cachedTokens())
                .isEqualTo(400);
        assertThat(whole.requests().getLast().getBodyAsString()).contains("Be brief.", "How are you?");
    }

    @Test
    void asksForToolsAndTakesTheirResults() {
        whole.says(json("""
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1763460000, "model": "m",
                 "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": [
                   {"id": "call_a", "type": "function", "function": {"name": "find_order", "arguments": "{\\"id\\": 1}"}}]}}],
                 "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}
                """));

        ResponseFunctionToolCall call = client.responses()
                .create(asking("fast").addTool(findOrder()).build())
                .output()
                .getFirst()
                .asFunctionCall();

        assertThat(call.name()).isEqualTo("find_order");
        assertThat(call.arguments()).isEqualTo("{\"id\": 1}");

        whole.says(answer("It was shipped."));
        Response next = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("fast")
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                                        .role(ResponseInputItem.Message.Role.USER)
                                        .addInputTextContent("Where is order 1?")
                                        .build()),
                                ResponseInputItem.ofFunctionCall(call),
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId("call_a")
                                        .output("on a truck")
                                        .build())))
                        .addTool(findOrder())
                        .build());
        assertThat(text(next)).isEqualTo("It was shipped.");
        assertThat(whole.requests().getLast().getBodyAsString()).contains("call_a", "on a truck");
    }

    @Test
    void streamsItsEvents() {
        streamed.says(part("It was "), part("shipped."), finish("stop"), usage(20, 4), END);
        ResponseAccumulator accumulator = ResponseAccumulator.create();

        try (var events = client.responses().createStreaming(asking("live").build())) {
            events.stream().forEach(accumulator::accumulate);
        }

        assertThat(text(accumulator.response())).isEqualTo("It was shipped.");
        assertThat(accumulator.response().usage().orElseThrow().outputTokens()).isEqualTo(4);
    }

    @Test
    void streamsCallsOfTools() {
        streamed.says(
                chunk(
                        "{\"tool_calls\": [{\"index\": 0, \"id\": \"call_1\", \"type\": \"function\", \"function\": {\"name\": \"find_order\", \"arguments\": \"{\\\"id\\\": 1}\"}}]}",
                        "null"),
                finish("tool_calls"),
                END);
        ResponseAccumulator accumulator = ResponseAccumulator.create();

        try (var events = client.responses()
                .createStreaming(asking("live").addTool(findOrder()).build())) {
            events.stream().forEach(accumulator::accumulate);
        }

        assertThat(accumulator.response().output().getFirst().asFunctionCall().arguments())
                .isEqualTo("{\"id\": 1}");
    }

    @Test
    void endsABrokenStreamAsFailed() {
        streamed.says(part("It was shipped and will arrive "), part("some"));

        try (var events = client.responses().createStreaming(asking("live").build())) {
            var last = events.stream().toList().getLast();
            assertThat(last.isFailed()).isTrue();
            assertThat(last.asFailed().response().error().orElseThrow().message())
                    .contains("broke off");
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> client.responses()
                        .create(asking("fast").previousResponseId("resp_1").build()))
                .isInstanceOfSatisfying(BadRequestException.class, failure -> {
                    assertThat(failure.param()).contains("previous_response_id");
                    assertThat(failure).hasMessageContaining("this hub stores no responses");
                });
    }

    private static ResponseCreateParams.Builder asking(String model) {
        return ResponseCreateParams.builder().model(model).input("How are you?");
    }

    private static FunctionTool findOrder() {
        return FunctionTool.builder()
                .name("find_order")
                .strict(false)
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("id", Map.of("type", "integer"))))
                        .build())
                .build();
    }

    private static String text(Response response) {
        return response.output()
                .getFirst()
                .asMessage()
                .content()
                .getFirst()
                .asOutputText()
                .text();
    }
}
