package io.tutti.provider;

import static dev.langchain4j.model.chat.Capability.RESPONSE_FORMAT_JSON_SCHEMA;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import java.util.Objects;
import java.util.Set;

/** Anthropic's messages. */
final class AnthropicProvider implements Provider {

    static final String NAME = "anthropic";

    /** Anthropic wants a limit with each request; every model since Claude 3.5 takes this one. */
    private static final int MAX_OUTPUT = 8192;

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()).toString();
        int maxOutput =
                entry.limits().maxOutput() == 0 ? MAX_OUTPUT : entry.limits().maxOutput();
        return new Connection(
                AnthropicChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .maxTokens(maxOutput)
                        .supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA)
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(key.secret())
                        .modelName(entry.model())
                        .maxTokens(maxOutput)
                        .supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA)
                        .timeout(entry.timeout())
                        .build());
    }
}
