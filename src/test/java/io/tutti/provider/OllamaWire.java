package io.tutti.provider;

import java.util.List;

/** Ollama's chat API: a stream is one JSON a line. */
final class OllamaWire implements Wire {

    @Override
    public String provider() {
        return OllamaProvider.NAME;
    }

    @Override
    public String base() {
        return "";
    }

    @Override
    public String path(boolean isStream) {
        return "/api/chat";
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
        return "application/x-ndjson";
    }

    @Override
    public String whole() {
        return line("\"content\": \"It was shipped.\"", END);
    }

    @Override
    public String toolCall() {
        return line(CALL, END);
    }

    @Override
    public List<String> stream() {
        return List.of(
                line("\"content\": \"It was \"", "\"done\": false"),
                line("\"content\": \"shipped.\"", "\"done\": false"),
                line("\"content\": \"\"", END));
    }

    @Override
    public List<String> streamedToolCall() {
        return List.of(line(CALL, "\"done\": false"), line("\"content\": \"\"", END));
    }

    @Override
    public String garbage() {
        return "{\"oops\n";
    }

    @Override
    public String schema() {
        return "format";
    }

    private static final String CALL =
            "\"content\": \"\", \"tool_calls\": [{\"function\": {\"index\": 0, \"name\": \"find_order\", \"arguments\": {\"id\": 1}}}]";

    private static final String END =
            "\"done\": true, \"done_reason\": \"stop\", \"prompt_eval_count\": 20, \"eval_count\": 7";

    private static String line(String message, String end) {
        return "{\"model\": \"m\", \"created_at\": \"2026-11-18T10:00:00Z\", \"message\": {\"role\": \"assistant\", %s}, %s}\n"
                .formatted(message, end);
    }
}
