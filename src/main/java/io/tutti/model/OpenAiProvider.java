package io.tutti.model;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;

/** Endpoints that speak OpenAI's chat completions: OpenAI itself, vLLM, LiteLLM, Ollama, LM Studio and many more. */
final class OpenAiProvider implements Provider {

    static final String OPENAI = "openai";
    static final String COMPATIBLE = "openai-compatible";

    private final GuardedHttp.Builder http;

    OpenAiProvider(ModelSettings settings, Clock clock) {
        this.http = new GuardedHttp.Builder(settings.maxResponse().toBytes(), clock);
    }

    @Override
    public Set<String> names() {
        return Set.of(OPENAI, COMPATIBLE);
    }

    @Override
    public ChatModel connect(ModelEntry entry) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(Objects.requireNonNull(entry.baseUrl()).toString())
                .apiKey(entry.apiKey().isEmpty() ? null : entry.apiKey().secret())
                .modelName(entry.model())
                .timeout(entry.timeout())
                .maxRetries(0)
                .build();
    }
}
