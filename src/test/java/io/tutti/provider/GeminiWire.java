package io.tutti.provider;

import java.util.List;

/** Google's Gemini API. */
final class GeminiWire implements Wire {

    @Override
    public String provider() {
        return GeminiProvider.NAME;
    }

    @Override
    public String base() {
        return "/v1beta";
    }

    @Override
    public String path(boolean isStream) {
        return "/v1beta/models/m:" + (isStream ? "streamGenerateContent?alt=sse" : "generateContent");
    }

    @Override
    public String keyHeader() {
        return "x-goog-api-key";
    }

    @Override
    public String whole() {
        return content("{\"text\": \"It was shipped.\"}", ", \"finishReason\": \"STOP\"", USAGE);
    }

    @Override
    public String toolCall() {
        return content(CALL, ", \"finishReason\": \"STOP\"", USAGE);
    }

    @Override
    public List<String> stream() {
        return List.of(
                data(content("{\"text\": \"It was \"}", "", "")),
                data(content("{\"text\": \"shipped.\"}", ", \"finishReason\": \"STOP\"", USAGE)));
    }

    @Override
    public List<String> streamedToolCall() {
        return List.of(data(content(CALL, ", \"finishReason\": \"STOP\"", USAGE)));
    }

    @Override
    public int reasoning() {
        return 3;
    }

    @Override
    public String schema() {
        return "responseSchema";
    }

    private static final String CALL = "{\"functionCall\": {\"name\": \"find_order\", \"args\": {\"id\": 1}}}";

    /** Thoughts are in the total alone. */
    private static final String USAGE =
            ", \"usageMetadata\": {\"promptTokenCount\": 20, \"candidatesTokenCount\": 4, \"thoughtsTokenCount\": 3, \"totalTokenCount\": 27}";

    private static String content(String part, String finish, String usage) {
        return "{\"responseId\": \"r\", \"modelVersion\": \"m\", \"candidates\": [{\"index\": 0, \"content\": {\"role\": \"model\", \"parts\": [%s]}%s}]%s}"
                .formatted(part, finish, usage);
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }
}
