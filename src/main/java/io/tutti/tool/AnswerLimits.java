package io.tutti.tool;

import io.tutti.egress.HttpEgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * Bounds the answer of a called system as the connector's author said: the time-out is for the whole of it, to its last
 * byte, and not for each pause between two; and it has at most {@value #MOST_BYTES} bytes, counted unpacked. It goes only
 * where {@link HttpEgress} lets it. Thread-safe.
 */
@Component("answerLimits")
public final class AnswerLimits implements HttpClientConfigurer, AutoCloseable {

    static final int MOST_BYTES = 10 * 1024 * 1024;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("answer-limits").daemon(true).factory());

    private final HttpEgress egress;

    AnswerLimits(HttpEgress egress) {
        this.egress = egress;
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Outermost, so that what it counts is unpacked already. */
    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        egress.configureHttpClient(client);
        client.addExecInterceptorFirst("answer-limits", this::execute);
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var deadline = new Deadline(scope);
        boolean reading = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new BoundedEntity(entity, deadline));
                reading = true;
            }
            return response;
        } catch (IOException e) {
            throw deadline.explain(e);
        } finally {
            if (!reading) {
                deadline.end();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Closes the connection when the time is over, whatever is done with it then. */
    private final class Deadline {

        private final Timeout timeout;
        private final ScheduledFuture<?> closing;
        private volatile boolean over;

        Deadline(ExecChain.Scope scope) {
            timeout = Objects.requireNonNull(
                    scope.clientContext.getRequestConfigOrDefault().getResponseTimeout());
            closing = timer.schedule(
                    () -> {
                        over = true;
                        scope.execRuntime.discardEndpoint();
                    },
                    timeout.toMilliseconds(),
                    TimeUnit.MILLISECONDS);
        }

        void end() {
            closing.cancel(false);
        }

        IOException explain(IOException failure) {
            if (!over) {
                return failure;
            }
            var late = new SocketTimeoutException("no whole answer within " + timeout.toMilliseconds() + " ms");
            late.initCause(failure);
            return late;
        }
    }

    private static final class BoundedEntity extends HttpEntityWrapper {

        private final Deadline deadline;

        BoundedEntity(HttpEntity entity, Deadline deadline) {
            super(entity);
            this.deadline = deadline;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new BoundedStream(super.getContent(), deadline);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream content = getContent()) {
                content.transferTo(out);
            }
        }

        @Override
        public void close() throws IOException {
            deadline.end();
            super.close();
        }
    }

    private static final class BoundedStream extends FilterInputStream {

        private final Deadline deadline;
        private long count;

        BoundedStream(InputStream in, Deadline deadline) {
            super(in);
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, from, length);
            } catch (IOException e) {
                throw deadline.explain(e);
            }
            count += Math.max(read, 0);
            if (count > MOST_BYTES) {
                throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            deadline.end();
            super.close();
        }
    }
}
