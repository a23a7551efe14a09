package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Ollama's own chat API; its OpenAI-compatible one is spoken by {@link OpenAiProvider}. */
final class OllamaProvider implements Provider {

    static final String NAME = "ollama";

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()).toString();
        Map<String, String> headers = key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key.secret());
        return new Connection(
                OllamaChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .customHeaders(headers)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                OllamaStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .customHeaders(headers)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .build());
    }
}
