package io.tutti.model;

import io.tutti.audit.AuditAction;
import java.util.List;
import java.util.Map;

/** The route {@code call-model} with two scripted endpoints and the local model behind it. */
final class CallModelScene implements AutoCloseable {

    static final Map<String, Object> QUESTION = Map.of(
            "question",
            "Where is my order HP-10023?",
            "evidence",
            List.of(
                    Map.of("source", "order HP-10023", "text", "Order HP-10023 was shipped on 2026-11-18."),
                    Map.of("source", "article shipping", "text", "Parcels take 2 to 4 days.")));

    static final String THREE_WAYS = "{try: [first, second, local], checks: [not-empty, grounded], retries: 2}";
    private static final String LONG = "30s";

    final TestClock clock = new TestClock();
    final ScriptedEndpoint first = new ScriptedEndpoint();
    final ScriptedEndpoint second = new ScriptedEndpoint();
    CallModel route = start(THREE_WAYS, LONG);

    /** Starts it anew with another pool. */
    void restart(String pool) {
        restart(pool, LONG);
    }

    /** Starts it anew with another pool; the first endpoint has {@code patience} to answer. */
    void restart(String pool, String patience) {
        route.close();
        route = start(pool, patience);
    }

    /** How the tries ended, in their order. */
    List<Object> outcomes() {
        return route.audited.stream()
                .filter(event -> event.action() == AuditAction.MODEL_CALLED)
                .map(event -> event.detail().get("outcome"))
                .toList();
    }

    String state(String model) {
        return route.models.list().stream()
                .filter(info -> info.name().equals(model))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Override
    public void close() {
        route.close();
        first.close();
        second.close();
    }

    private CallModel start(String pool, String patience) {
        String yaml = """
                models:
                  first: {provider: openai-compatible, model: gpt-4o-mini, base-url: "%s", api-key: sk-first, timeout: %s,
                          price: {input: 0.15, cached-input: 0.075, output: 0.60}}
                  second: {provider: openai-compatible, model: other, base-url: "%s", api-key: sk-second, timeout: 30s, free: true}
                  local: {provider: local}
                pools:
                  default: %s
                """.formatted(first.url(), patience, second.url(), pool);
        return new CallModel(clock, yaml, Map.of("tutti.model.max-response", "200KB"));
    }
}
