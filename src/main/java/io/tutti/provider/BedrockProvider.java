package io.tutti.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import io.tutti.trace.Trace;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** Amazon Bedrock's Converse API: with a Bedrock API key, or with the credentials that AWS finds in its usual places. */
final class BedrockProvider implements Provider {

    static final String NAME = "bedrock";

    /** The key of the AWS region in models.yaml. */
    static final String REGION = "region";

    private static final String BEARER = "smithy.api#httpBearerAuth";

    private final GuardedHttp.Factory http;

    BedrockProvider(GuardedHttp.Factory http) {
        this.http = http;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder unused) {
        AwsHttp client = http.aws(entry);
        BedrockRuntimeClient whole = configured(BedrockRuntimeClient.builder().httpClient(client), entry, key)
                .build();
        BedrockRuntimeAsyncClient streaming = configured(
                        BedrockRuntimeAsyncClient.builder().httpClient(client), entry, key)
                .build();
        return new Connection(
                BedrockChatModel.builder()
                        .client(whole)
                        .modelId(entry.model())
                        .timeout(entry.timeout())
                        .maxRetries(0)
                        .build(),
                BedrockStreamingChatModel.builder()
                        .client(new UntilItsEnd(streaming))
                        .modelId(entry.model())
                        .timeout(entry.timeout())
                        .build());
    }

    private static <B extends BedrockRuntimeBaseClientBuilder<B, C>, C> B configured(
            B builder, ModelEntry entry, ApiKey key) {
        builder.region(Region.of(Objects.requireNonNull(entry.reach().details().get(REGION))));
        builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .retryStrategy(strategy -> strategy.maxAttempts(1))
                .build());
        if (entry.reach().baseUrl() != null) {
            builder.endpointOverride(entry.reach().baseUrl());
        }
        if (key.isEmpty()) {
            AwsCredentialsProvider usual = DefaultCredentialsProvider.builder().build();
            return builder.credentialsProvider(usual);
        }
        builder.tokenProvider(StaticTokenProvider.create(key::secret));
        return builder.authSchemeProvider(
                asked -> List.of(AuthSchemeOption.builder().schemeId(BEARER).build()));
    }

    /** Returns from a stream when it has ended, as the streams of all providers do. */
    private record UntilItsEnd(BedrockRuntimeAsyncClient client) implements BedrockRuntimeAsyncClient {

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public CompletableFuture<Void> converseStream(
                ConverseStreamRequest request, ConverseStreamResponseHandler handler) {
            CompletableFuture<Void> end = client.converseStream(traced(request), handler);
            try {
                end.get();
            } catch (InterruptedException e) {
                end.cancel(true);
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                // Who called it is told by the future.
            }
            return end;
        }

        /** The SDK sends it on a thread of its own. */
        private static ConverseStreamRequest traced(ConverseStreamRequest request) {
            return Trace.carried()
                    .map(trace -> request.toBuilder()
                            .overrideConfiguration(own -> own.putHeader(Trace.HEADER, trace))
                            .build())
                    .orElse(request);
        }
    }
}
