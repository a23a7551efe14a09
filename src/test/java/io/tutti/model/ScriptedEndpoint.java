package io.tutti.model;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;

/** An endpoint that speaks OpenAI's wire format and answers what it is told, in order; the last answer repeats. */
public final class ScriptedEndpoint implements AutoCloseable {

    private static final String PATH = "/v1/chat/completions";

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    public ScriptedEndpoint() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    public void says(ResponseDefinitionBuilder... responses) {
        String scenario = "script " + server.getStubMappings().size();
        for (int i = 0; i < responses.length; i++) {
            server.stubFor(post(urlEqualTo(PATH))
                    .atPriority(1)
                    .inScenario(scenario)
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "call " + i)
                    .willSetStateTo(i + 1 < responses.length ? "call " + (i + 1) : "call " + i)
                    .willReturn(responses[i]));
        }
        if (responses.length == 1) {
            server.stubFor(post(urlEqualTo(PATH)).atPriority(2).willReturn(responses[0]));
        }
    }

    public int calls() {
        return requests().size();
    }

    public List<LoggedRequest> requests() {
        return server.findAll(postRequestedFor(urlEqualTo(PATH)));
    }

    public static ResponseDefinitionBuilder answer(String text) {
        return json("""
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1763460000, "model": "gpt-4o-mini-2024-07-18",
                 "choices": [{"index": 0, "message": {"role": "assistant", "content": "%s", "refusal": null},
                              "logprobs": null, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
                           "prompt_tokens_details": {"cached_tokens": 400}}}
                """.formatted(text));
    }

    public static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    public static ResponseDefinitionBuilder status(int status) {
        return json("{\"error\": {\"message\": \"no\", \"type\": \"error\"}}").withStatus(status);
    }

    @Override
    public void close() {
        server.stop();
    }
}
