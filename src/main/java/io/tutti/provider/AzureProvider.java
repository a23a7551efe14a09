package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Azure OpenAI: OpenAI's format at another address, with the key in a header of its own. */
final class AzureProvider implements Provider {

    static final String NAME = "azure-openai";

    /** The key of the API's version in models.yaml. */
    static final String API_VERSION = "api-version";

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        String url = Objects.requireNonNull(entry.reach().baseUrl()) + "/openai/deployments/" + entry.model();
        Map<String, String> headers = Map.of("api-key", key.secret());
        Map<String, String> query = Map.of(
                API_VERSION, Objects.requireNonNull(entry.reach().details().get(API_VERSION)));
        return new Connection(
                OpenAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .customHeaders(headers)
                        .customQueryParams(query)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .customHeaders(headers)
                        .customQueryParams(query)
                        .modelName(entry.model())
                        .timeout(entry.timeout())
                        .build());
    }
}
