package io.tutti.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.utils.async.SimplePublisher;

/**
 * The JDK's HTTP client as Amazon's SDK wants it, with the same guards as {@link GuardedHttp}: no redirects, a bound on
 * the response, {@code Retry-After}. Safe for use by many threads; a call ends when its thread is interrupted.
 */
final class AwsHttp implements SdkHttpClient, SdkAsyncHttpClient {

    private static final int CHUNK_BYTES = 8192;

    /** The JDK sets them itself. */
    private static final Set<String> NOT_OURS = Set.of("host", "content-length", "expect", "connection");

    private final Outgoing outgoing;
    private final long mostBytes;
    private final Clock clock;

    AwsHttp(Outgoing outgoing, long mostBytes, Clock clock) {
        this.outgoing = outgoing;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                byte[] body = request.contentStreamProvider().isEmpty()
                        ? new byte[0]
                        : request.contentStreamProvider().get().newStream().readAllBytes();
                HttpResponse<InputStream> response =
                        send(toJdk(request.httpRequest(), BodyPublishers.ofByteArray(body)));
                return HttpExecuteResponse.builder()
                        .response(head(response))
                        .responseBody(AbortableInputStream.create(new BoundedStream(response.body(), mostBytes)))
                        .build();
            }

            @Override
            public void abort() {
                // Whoever gives up interrupts the thread.
            }
        };
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().name("bedrock-stream").start(() -> {
            try {
                stream(request);
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                request.responseHandler().onError(e);
                done.completeExceptionally(e);
            }
        });
        done.whenComplete((nothing, failure) -> reader.interrupt());
        return done;
    }

    private void stream(AsyncExecuteRequest request) throws IOException {
        BodyPublisher body =
                BodyPublishers.fromPublisher(FlowAdapters.toFlowPublisher(request.requestContentPublisher()));
        HttpResponse<InputStream> response = send(toJdk(request.request(), body));
        SimplePublisher<ByteBuffer> published = new SimplePublisher<>();
        request.responseHandler().onHeaders(head(response));
        request.responseHandler().onStream(published);
        try (InputStream in = new BoundedStream(response.body(), mostBytes)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                published.send(ByteBuffer.wrap(chunk.clone(), 0, read)).join();
            }
            published.complete().join();
        } catch (IOException | RuntimeException e) {
            published.error(e);
            throw e;
        }
    }

    /** @throws EndpointFailure when the status is not 200 */
    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = outgoing.client().send(request, BodyHandlers.ofInputStream());
            int status = response.statusCode();
            if (status != 200) {
                response.body().close();
                throw new EndpointFailure(
                        Fault.ofStatus(status), "HTTP " + status, RetryAfter.of(response.headers(), clock.instant()));
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndpointFailure(Fault.TIME_OUT, "given up");
        } catch (IOException e) {
            throw new EndpointFailure(Fault.UNREACHABLE, e.getClass().getSimpleName());
        }
    }

    private HttpRequest toJdk(SdkHttpRequest request, BodyPublisher body) {
        HttpRequest.Builder jdk =
                outgoing.to(request.getUri()).method(request.method().name(), body);
        request.forEachHeader((name, values) -> {
            if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> jdk.header(name, value));
            }
        });
        return outgoing.complete(jdk);
    }

    private static SdkHttpResponse head(HttpResponse<?> response) {
        return SdkHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build();
    }

    @Override
    public String clientName() {
        return "Jdk";
    }

    @Override
    public void close() {
        // The client belongs to all models.
    }
}
