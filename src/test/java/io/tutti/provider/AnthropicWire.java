package io.tutti.provider;

import java.util.List;

/** Anthropic's messages. */
final class AnthropicWire implements Wire {

    @Override
    public String provider() {
        return AnthropicProvider.NAME;
    }

    @Override
    public String base() {
        return "/v1";
    }

    @Override
    public String path(boolean isStream) {
        return "/v1/messages";
    }

    @Override
    public String keyHeader() {
        return "x-api-key";
    }

    @Override
    public String whole() {
        return """
                {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn", "stop_sequence": null,
                 "content": [{"type": "text", "text": "It was shipped."}],
                 "usage": {"input_tokens": 10, "cache_creation_input_tokens": 2, "cache_read_input_tokens": 8, "output_tokens": 7}}
                """;
    }

    @Override
    public String toolCall() {
        return """
                {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "tool_use", "stop_sequence": null,
                 "content": [{"type": "tool_use", "id": "call_1", "name": "find_order", "input": {"id": 1}}],
                 "usage": {"input_tokens": 20, "output_tokens": 7}}
                """;
    }

    @Override
    public List<String> stream() {
        return List.of(
                START,
                event("content_block_start", "\"index\": 0, \"content_block\": {\"type\": \"text\", \"text\": \"\"}"),
                event(
                        "content_block_delta",
                        "\"index\": 0, \"delta\": {\"type\": \"text_delta\", \"text\": \"It was \"}"),
                event("ping", "\"x\": 1"),
                event(
                        "content_block_delta",
                        "\"index\": 0, \"delta\": {\"type\": \"text_delta\", \"text\": \"shipped.\"}"),
                event("content_block_stop", "\"index\": 0"),
                event("message_delta", "\"delta\": {\"stop_reason\": \"end_turn\"}, \"usage\": {\"output_tokens\": 7}"),
                event("message_stop", "\"x\": 1"));
    }

    @Override
    public List<String> streamedToolCall() {
        return List.of(
                START,
                event(
                        "content_block_start",
                        "\"index\": 0, \"content_block\": {\"type\": \"tool_use\", \"id\": \"call_1\", \"name\": \"find_order\", \"input\": {}}"),
                event(
                        "content_block_delta",
                        "\"index\": 0, \"delta\": {\"type\": \"input_json_delta\", \"partial_json\": \"{\\\"id\\\":\"}"),
                event(
                        "content_block_delta",
                        "\"index\": 0, \"delta\": {\"type\": \"input_json_delta\", \"partial_json\": \" 1}\"}"),
                event("content_block_stop", "\"index\": 0"),
                event("message_delta", "\"delta\": {\"stop_reason\": \"tool_use\"}, \"usage\": {\"output_tokens\": 7}"),
                event("message_stop", "\"x\": 1"));
    }

    @Override
    public String garbage() {
        return "event: content_block_delta\ndata: {\"oops\n\n";
    }

    @Override
    public int cached() {
        return 8;
    }

    @Override
    public String schema() {
        return "output_format";
    }

    private static final String START = event(
            "message_start",
            "\"message\": {\"id\": \"msg_1\", \"model\": \"m\", \"usage\": {\"input_tokens\": 10, \"cache_creation_input_tokens\": 2, \"cache_read_input_tokens\": 8, \"output_tokens\": 1}}");

    private static String event(String type, String rest) {
        return "event: %s\ndata: {\"type\": \"%s\", %s}\n\n".formatted(type, type, rest);
    }
}
