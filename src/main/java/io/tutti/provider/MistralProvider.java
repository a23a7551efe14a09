package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import java.util.Objects;
import java.util.Set;

/** Mistral's chat completions. */
final class MistralProvider implements Provider {

    static final String NAME = "mistral";

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()).toString();
        return new Connection(
                MistralAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                MistralAiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .build());
    }
}
