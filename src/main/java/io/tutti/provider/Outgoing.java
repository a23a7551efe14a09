package io.tutti.provider;

import io.tutti.egress.Egress;
import io.tutti.failure.Refused;
import io.tutti.trace.Trace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** How the requests to one model leave: by which client, with which headers, and only where they may go. */
record Outgoing(HttpClient client, ModelEntry.Reach reach, Egress egress) {

    /**
     * A request to {@code uri}.
     *
     * @throws EndpointFailure when the hub may not connect to its host
     */
    HttpRequest.Builder to(URI uri) {
        try {
            if (reach.proxy() == null) {
                egress.require(uri);
            } else {
                egress.requireBehindProxy(uri);
            }
        } catch (Refused e) {
            throw new EndpointFailure(Fault.NOT_PERMITTED, e.getMessage());
        }
        return HttpRequest.newBuilder(uri);
    }

    /** The request with the headers that go with each one. */
    HttpRequest complete(HttpRequest.Builder request) {
        Trace.carried().ifPresent(trace -> request.setHeader(Trace.HEADER, trace));
        reach.headers().forEach(request::setHeader);
        return request.build();
    }
}
