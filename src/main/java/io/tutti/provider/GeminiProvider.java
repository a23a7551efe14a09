package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import java.util.Objects;
import java.util.Set;

/** Google's Gemini API. */
final class GeminiProvider implements Provider {

    static final String NAME = "gemini";

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()).toString();
        return new Connection(
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .returnThinking(false)
                        .maxRetries(0)
                        .build(),
                GoogleAiGeminiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .returnThinking(false)
                        .build());
    }
}
