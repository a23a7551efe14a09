package io.tutti.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Amazon Bedrock's Converse API; a stream is made of binary frames, here as texts of one byte a character. */
final class BedrockWire implements Wire {

    @Override
    public String provider() {
        return BedrockProvider.NAME;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("region", "eu-central-1");
    }

    @Override
    public String base() {
        return "";
    }

    @Override
    public String path(boolean isStream) {
        return "/model/m/converse" + (isStream ? "-stream" : "");
    }

    @Override
    public String keyHeader() {
        return "Authorization";
    }

    @Override
    public String keyPrefix() {
        return "Bearer ";
    }

    @Override
    public String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public String whole() {
        return answer("{\"text\": \"It was shipped.\"}", "end_turn");
    }

    @Override
    public String toolCall() {
        return answer(
                "{\"toolUse\": {\"toolUseId\": \"call_1\", \"name\": \"find_order\", \"input\": {\"id\": 1}}}",
                "tool_use");
    }

    @Override
    public List<String> stream() {
        return List.of(
                event("messageStart", "{\"role\": \"assistant\"}"),
                event("contentBlockDelta", "{\"contentBlockIndex\": 0, \"delta\": {\"text\": \"It was \"}}"),
                event("contentBlockDelta", "{\"contentBlockIndex\": 0, \"delta\": {\"text\": \"shipped.\"}}"),
                event("contentBlockStop", "{\"contentBlockIndex\": 0}"),
                event("messageStop", "{\"stopReason\": \"end_turn\"}"),
                event("metadata", "{" + USAGE + "}"));
    }

    @Override
    public List<String> streamedToolCall() {
        return List.of(
                event("messageStart", "{\"role\": \"assistant\"}"),
                event(
                        "contentBlockStart",
                        "{\"contentBlockIndex\": 0, \"start\": {\"toolUse\": {\"toolUseId\": \"call_1\", \"name\": \"find_order\"}}}"),
                event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\": 0, \"delta\": {\"toolUse\": {\"input\": \"{\\\"id\\\": 1}\"}}}"),
                event("contentBlockStop", "{\"contentBlockIndex\": 0}"),
                event("messageStop", "{\"stopReason\": \"tool_use\"}"),
                event("metadata", "{" + USAGE + "}"));
    }

    @Override
    public String garbage() {
        return event("contentBlockDelta", "{\"oops");
    }

    @Override
    public int cached() {
        return 8;
    }

    private static final String USAGE =
            "\"usage\": {\"inputTokens\": 10, \"outputTokens\": 7, \"totalTokens\": 17, \"cacheReadInputTokens\": 8, \"cacheWriteInputTokens\": 2},"
                    + " \"metrics\": {\"latencyMs\": 12}";

    private static String answer(String content, String stop) {
        return "{\"output\": {\"message\": {\"role\": \"assistant\", \"content\": [%s]}}, \"stopReason\": \"%s\", %s}"
                .formatted(content, stop, USAGE);
    }

    private static String event(String type, String json) {
        Map<String, HeaderValue> headers = Map.of(
                ":message-type", HeaderValue.fromString("event"),
                ":event-type", HeaderValue.fromString(type),
                ":content-type", HeaderValue.fromString("application/json"));
        var bytes = new ByteArrayOutputStream();
        new Message(headers, json.getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
