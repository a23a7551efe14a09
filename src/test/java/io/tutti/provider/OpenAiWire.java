package io.tutti.provider;

import java.util.List;

/** OpenAI's chat completions; Azure's and Mistral's are alike. */
class OpenAiWire implements Wire {

    @Override
    public String provider() {
        return OpenAiProvider.OPENAI;
    }

    @Override
    public String base() {
        return "/v1";
    }

    @Override
    public String path(boolean isStream) {
        return "/v1/chat/completions";
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
    public String whole() {
        return """
                {"id": "c1", "object": "chat.completion", "created": 1763460000, "model": "m",
                 "choices": [{"index": 0, "message": {"role": "assistant", "content": "It was shipped."}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 20, "completion_tokens": 7, "total_tokens": 27%s}}
                """.formatted(details0());
    }

    @Override
    public String toolCall() {
        return """
                {"id": "c1", "object": "chat.completion", "created": 1763460000, "model": "m",
                 "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": %s, "tool_calls": [
                   {"id": "call_1", "type": "function", "function": {"name": "find_order", "arguments": "{\\"id\\": 1}"}}]}}],
                 "usage": {"prompt_tokens": 20, "completion_tokens": 7, "total_tokens": 27}}
                """.formatted(noContent());
    }

    @Override
    public List<String> stream() {
        return List.of(
                chunk("{\"role\": \"assistant\", \"content\": \"It was \"}", "null", "null"),
                chunk("{\"content\": \"shipped.\"}", "null", "null"),
                chunk(
                        "{\"content\": \"\"}",
                        "\"stop\"",
                        "{\"prompt_tokens\": 20, \"completion_tokens\": 7, \"total_tokens\": 27" + details0() + "}"),
                "data: [DONE]\n\n");
    }

    @Override
    public List<String> streamedToolCall() {
        return List.of(
                chunk("""
                        {"role": "assistant", "content": %s, "tool_calls": [{"index": 0, "id": "call_1", "type": "function",\
                         "function": {"name": "find_order", "arguments": "{\\"id\\": 1}"}}]}""".formatted(noContent()), "null", "null"),
                chunk(
                        "{\"content\": \"\"}",
                        "\"tool_calls\"",
                        "{\"prompt_tokens\": 20, \"completion_tokens\": 7, \"total_tokens\": 27}"),
                "data: [DONE]\n\n");
    }

    @Override
    public int cached() {
        return 8;
    }

    @Override
    public int reasoning() {
        return 3;
    }

    @Override
    public String schema() {
        return "json_schema";
    }

    /** What tells of the tokens beside their number. */
    String details0() {
        return ", \"prompt_tokens_details\": {\"cached_tokens\": 8}, \"completion_tokens_details\": {\"reasoning_tokens\": 3}";
    }

    String noContent() {
        return "null";
    }

    private static String chunk(String delta, String finish, String usage) {
        return """
                data: {"id": "c1", "object": "chat.completion.chunk", "created": 1763460000, "model": "m", \
                "choices": [{"index": 0, "delta": %s, "finish_reason": %s}], "usage": %s}

                """.formatted(delta, finish, usage);
    }

    /** The same of Azure. */
    static final class Azure extends OpenAiWire {

        @Override
        public String provider() {
            return AzureProvider.NAME;
        }

        @Override
        public java.util.Map<String, String> details() {
            return java.util.Map.of("api-version", "2024-10-21");
        }

        @Override
        public String base() {
            return "";
        }

        @Override
        public String path(boolean isStream) {
            return "/openai/deployments/m/chat/completions?api-version=2024-10-21";
        }

        @Override
        public String keyHeader() {
            return "api-key";
        }

        @Override
        public String keyPrefix() {
            return "";
        }
    }

    /** The same of Mistral. */
    static final class Mistral extends OpenAiWire {

        @Override
        public String provider() {
            return MistralProvider.NAME;
        }

        @Override
        public int cached() {
            return 0;
        }

        @Override
        public int reasoning() {
            return 0;
        }

        @Override
        String details0() {
            return "";
        }

        @Override
        String noContent() {
            return "\"\"";
        }
    }
}
