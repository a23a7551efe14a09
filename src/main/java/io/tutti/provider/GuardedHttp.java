package io.tutti.provider;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.tutti.egress.Egress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client as LangChain4j wants it, with what its own adapter leaves open: no redirects (they would carry
 * the key to another host), a bound on the response, a time-out that covers the body too, and {@code Retry-After}.
 * Safe for use by many threads; a call ends when its thread is interrupted.
 */
final class GuardedHttp implements HttpClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Outgoing outgoing;
    private final long mostBytes;
    private final Duration timeout;
    private final Clock clock;

    private GuardedHttp(Outgoing outgoing, long mostBytes, Duration timeout, Clock clock) {
        this.outgoing = outgoing;
        this.mostBytes = mostBytes;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = send(request);
        requireSuccess(response);
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(new String(response.body(), StandardCharsets.UTF_8))
                .build();
    }

    /**
     * Reads a stream on the caller's thread and returns when it has ended; interrupting the thread ends it too. The
     * time from one event to the next is the caller's to bound.
     */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            HttpResponse<InputStream> response = outgoing.client().send(toJdk(request), BodyHandlers.ofInputStream());
            try (InputStream body = new BoundedStream(response.body(), mostBytes)) {
                requireSuccess(response);
                listener.onOpen(SuccessfulHttpResponse.builder()
                        .statusCode(response.statusCode())
                        .headers(response.headers().map())
                        .build());
                StrictListener strict = new StrictListener(listener);
                parser.parse(body, strict);
                strict.requireUnderstood();
            }
            listener.onClose();
        } catch (EndpointFailure e) {
            listener.onError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.onError(new EndpointFailure(Fault.TIME_OUT, "given up"));
        } catch (IOException e) {
            listener.onError(new EndpointFailure(Fault.UNREACHABLE, e.getClass().getSimpleName()));
        }
    }

    private void requireSuccess(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status != 200) {
            throw new EndpointFailure(
                    Fault.ofStatus(status), "HTTP " + status, RetryAfter.of(response.headers(), clock.instant()));
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                outgoing.client().sendAsync(toJdk(request), info -> new BoundedBody(mostBytes));
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new EndpointFailure(Fault.TIME_OUT, "no whole response within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndpointFailure(Fault.TIME_OUT, "given up");
        } catch (ExecutionException e) {
            throw EndpointFailure.in(e, Fault.UNREACHABLE);
        } finally {
            answer.cancel(true);
        }
    }

    private java.net.http.HttpRequest toJdk(HttpRequest request) {
        String body = request.body();
        var jdk = outgoing.to(URI.create(request.url()))
                .method(
                        request.method().name(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        request.headers().forEach((name, values) -> values.forEach(value -> jdk.header(name, value)));
        return outgoing.complete(jdk);
    }

    /** Makes clients for models, whose headers, proxies and time-outs differ. */
    static final class Factory {

        private final Map<String, java.net.http.HttpClient> clients = new ConcurrentHashMap<>();
        private final long mostBytes;
        private final Clock clock;
        private final Egress egress;

        Factory(long mostBytes, Clock clock, Egress egress) {
            this.mostBytes = mostBytes;
            this.clock = clock;
            this.egress = egress;
        }

        /**
         * One for a model; the JDK client below is shared by all that go through the same proxy, and made for the first
         * that needs one.
         */
        HttpClientBuilder of(ModelEntry entry) {
            return new Builder(() -> outgoing(entry), mostBytes, clock);
        }

        /** The same for Amazon's SDK. */
        AwsHttp aws(ModelEntry entry) {
            return new AwsHttp(outgoing(entry), mostBytes, clock);
        }

        private Outgoing outgoing(ModelEntry entry) {
            URI proxy = entry.reach().proxy();
            var client = clients.computeIfAbsent(String.valueOf(proxy), name -> client(proxy));
            return new Outgoing(client, entry.reach(), egress);
        }

        private static java.net.http.HttpClient client(@Nullable URI proxy) {
            var client = java.net.http.HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .connectTimeout(CONNECT);
            if (proxy != null) {
                client.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
            }
            return client.build();
        }
    }

    private static final class Builder implements HttpClientBuilder {

        private final Supplier<Outgoing> outgoing;
        private final long mostBytes;
        private final Clock clock;
        private Duration timeout = Duration.ofSeconds(30);

        Builder(Supplier<Outgoing> outgoing, long mostBytes, Clock clock) {
            this.outgoing = outgoing;
            this.mostBytes = mostBytes;
            this.clock = clock;
        }

        @Override
        public Duration connectTimeout() {
            return CONNECT;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration connect) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return timeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration read) {
            this.timeout = read;
            return this;
        }

        @Override
        public HttpClient build() {
            return new GuardedHttp(outgoing.get(), mostBytes, timeout, clock);
        }
    }
}
