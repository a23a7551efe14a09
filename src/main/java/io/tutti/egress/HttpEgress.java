package io.tutti.egress;

import io.tutti.failure.Refused;
import java.io.IOException;
import java.net.URI;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.springframework.stereotype.Component;

/** Asks {@link Egress} before each request of Camel's HTTP component. Thread-safe. */
@Component("httpEgress")
public final class HttpEgress implements HttpClientConfigurer {

    private final Egress egress;

    /** @param egress asked each time */
    public HttpEgress(Egress egress) {
        this.egress = egress;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorFirst("egress", this::execute);
    }

    /** @throws Refused when it may not go there */
    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        URI target = URI.create(scope.route.getTargetHost().toURI());
        if (scope.route.getProxyHost() == null) {
            egress.require(target);
        } else {
            egress.requireBehindProxy(target);
        }
        return chain.proceed(request, scope);
    }
}
