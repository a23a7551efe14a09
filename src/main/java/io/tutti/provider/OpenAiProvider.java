package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints that speak OpenAI's chat completions: OpenAI itself, vLLM, LiteLLM, Ollama, LM Studio and many more. */
final class OpenAiProvider implements Provider {

    static final String OPENAI = "openai";
    static final String COMPATIBLE = "openai-compatible";

    @Override
    public Set<String> names() {
        return Set.of(OPENAI, COMPATIBLE);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()).toString();
        @Nullable String secret = key.isEmpty() ? null : key.secret();
        return new Connection(
                OpenAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(secret)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(secret)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .build());
    }
}
