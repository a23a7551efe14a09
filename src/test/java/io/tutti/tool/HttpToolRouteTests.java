package io.tutti.tool;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tutti.egress.Egress;
import io.tutti.egress.EgressSettings;
import io.tutti.egress.HttpEgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector {@code tool-http-action} as it is shipped, against a system that speaks HTTP. */
class HttpToolRouteTests {

    private static final String PATH = "/charges";
    private static final Duration LEAST = Duration.ofMillis(1900);
    private static final Duration MOST = Duration.ofSeconds(3);

    private final WireMockServer system = new WireMockServer(wireMockConfig().dynamicPort());
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AnswerLimits limits = new AnswerLimits(new HttpEgress(new Egress(EgressSettings.NONE)));

    @BeforeEach
    void start() throws Exception {
        system.start();
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors/tools/");
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        camel.getComponent("http", HttpComponent.class).setHeaderFilterStrategy(new HttpHeaders());
        camel.getRegistry().bind("answerLimits", limits);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:charge")
                        .to("kamelet:tool-http-action?responseTimeout=2000&url=http://127.0.0.1:" + system.port()
                                + PATH);
                from("direct:charge-patiently")
                        .to("kamelet:tool-http-action?responseTimeout=60000&url=http://127.0.0.1:" + system.port()
                                + PATH);
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        limits.close();
        system.stop();
    }

    @Test
    void sendsTheBodyWithTheIdempotencyKeyAndNothingElseOfTheMessage() {
        answers(aResponse().withHeader("Content-Type", "application/json").withBody("{\"receipt\": 7}"));
        Exchange charged = charge();
        assertThat(charged.getException()).isNull();
        assertThat(charged.getMessage().getBody()).isEqualTo(Map.of("receipt", 7));
        system.verify(postRequestedFor(urlEqualTo(PATH))
                .withHeader("Idempotency-Key", equalTo("task/charge/tool-1"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withoutHeader("secret")
                .withoutHeader("tuttiTenant")
                .withRequestBody(equalToJson("{\"amount\": 20}")));
    }

    @Test
    void letsNoHeaderIntoTheMessageThatSteersCamelOrTheHub() {
        answers(aResponse()
                .withHeader("CAmelHttpUri", "http://elsewhere")
                .withHeader("TUTTItaskid", "other")
                .withHeader("Content-Type", "text/plain")
                .withBody("done"));
        Exchange charged = charge();
        assertThat(charged.getMessage().getBody()).isEqualTo("done");
        assertThat(charged.getMessage().getHeaders()).containsOnlyKeys("tuttiTenant");
    }

    @Test
    void failsAtAStatusThatIsNoSuccess() {
        answers(aResponse().withStatus(503));
        assertThat(charge().getException()).isInstanceOf(HttpOperationFailedException.class);
        system.verify(1, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void followsNoRedirect() {
        answers(temporaryRedirect("/elsewhere"));
        assertThat(charge().getException()).isInstanceOf(HttpOperationFailedException.class);
        system.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void keepsTheTimeOutForAnAnswerThatDripsInAndForOneThatNeverComes() {
        for (var late : List.of(
                aResponse().withBody("slow").withChunkedDribbleDelay(4, 60_000),
                aResponse().withBody("late").withFixedDelay(60_000))) {
            answers(late);
            long began = System.nanoTime();
            assertThat(charge().getException())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no whole answer within 2000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(LEAST, MOST);
        }
    }

    @Test
    void readsNoMoreThanAnAnswerMayHaveAlsoWhenItIsPacked() throws IOException {
        byte[] large = new byte[AnswerLimits.MOST_BYTES + 1];
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(large);
        }
        assertThat(packed.size()).isLessThan(100_000);
        for (var answer : List.of(
                aResponse().withBody(large),
                aResponse().withBody(packed.toByteArray()).withHeader("Content-Encoding", "gzip"))) {
            answers(answer);
            assertThat(charge("direct:charge-patiently").getException())
                    .hasStackTraceContaining("the answer has more than " + AnswerLimits.MOST_BYTES + " bytes");
        }
    }

    @Test
    void failsWhenTheLineIsCutOrTheAnswerIsNone() {
        for (Fault fault : Fault.values()) {
            answers(aResponse().withFault(fault));
            assertThat(charge().getException()).as(fault.name()).isInstanceOf(IOException.class);
        }
        answers(aResponse().withHeader("Content-Type", "application/json").withBody("{\"receipt\": "));
        assertThat(charge().getException()).hasStackTraceContaining("JsonEOFException");
    }

    private void answers(ResponseDefinitionBuilder answer) {
        system.stubFor(post(urlEqualTo(PATH)).willReturn(answer));
    }

    private Exchange charge() {
        return charge("direct:charge");
    }

    private Exchange charge(String route) {
        return camel.createProducerTemplate().send(route, exchange -> {
            exchange.setVariable("idempotencyKey", "task/charge/tool-1");
            exchange.getMessage().setHeader("tuttiTenant", "acme");
            exchange.getMessage().setHeader("secret", "s3cret");
            exchange.getMessage().setBody(Map.of("amount", 20));
        });
    }
}
