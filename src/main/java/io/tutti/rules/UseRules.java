package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What holds for the endpoints and expressions of routes and Kamelets alike. */
final class UseRules {

    /** These call a name that a message may bring; {@code {{...}}} in it would read our configuration. */
    private static final Set<String> DYNAMIC = Set.of("toD", "recipientList", "routingSlip", "dynamicRouter");

    private final Known known;
    private final Findings findings;

    UseRules(Known known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void check(YamlFile file) {
        Walk.through(file.content(), "", (key, value, pointer) -> {
            checkEntry(file, key, value, pointer);
            SimpleExpressions.check(file, key, value, pointer, findings);
            SagaRules.check(file, key, value, pointer, findings);
        });
        for (Uses.Use use : Uses.in(file.content())) {
            checkTap(file, use);
            if (use.isFrom() || use.isOpen()) {
                continue;
            }
            SagaRules.checkUndo(file, use, findings);
            if (use.scheme().equals("direct")) {
                checkDirect(file, use);
            }
            if (use.scheme().equals("kamelet")) {
                checkKamelet(file, use);
            }
        }
    }

    private void checkEntry(YamlFile file, String key, JsonNode value, String pointer) {
        if (DYNAMIC.contains(key) && value.isContainerNode() || key.equals("toD")) {
            findings.stop(
                    file,
                    pointer,
                    key + " calls a name that is made when it runs; choose among fixed ones with choice and to.");
        }
        boolean enriches = key.equals("enrich") || key.equals("pollEnrich");
        if (enriches && value.isObject() && !value.path("expression").has("constant") && !value.has("constant")) {
            findings.stop(
                    file, pointer, key + " by an expression calls a name that is made when it runs; write a constant.");
        }
        if (key.equals("setHeader") && value.path("name").asText().contains("$")) {
            findings.stop(
                    file, pointer, "setHeader has a computed name; header names come from us, write a fixed one.");
        }
    }

    private void checkDirect(YamlFile file, Uses.Use use) {
        if (!known.hasDirect(use.name())) {
            findings.stop(
                    file,
                    use.pointer(),
                    "calls direct:" + use.name() + ", but no route starts with it; correct the name or add routes/.../"
                            + use.name() + ".camel.yaml.");
        }
    }

    private void checkTap(YamlFile file, Uses.Use use) {
        if (use.eip().equals("wireTap") && use.name().contains("$")) {
            findings.stop(file, use.pointer(), "wireTap calls a name that is made when it runs; write a fixed one.");
        }
    }

    private void checkKamelet(YamlFile file, Uses.Use use) {
        String name = use.name().replaceFirst("/.*", "");
        if (name.equals("sink") || name.equals("source")) {
            return;
        }
        Optional<JsonNode> definition = known.kamelet(name);
        if (definition.isPresent()) {
            checkParameters(file, use, name, definition.get());
        } else if (getClass().getResource("/kamelets/" + name + ".kamelet.yaml") == null) {
            findings.stop(
                    file,
                    use.pointer(),
                    "calls kamelet:" + name
                            + ", but there is no connector of that name; correct it or add connectors/.../" + name
                            + ".kamelet.yaml.");
        }
    }

    private void checkParameters(YamlFile file, Uses.Use use, String name, JsonNode definition) {
        for (Map.Entry<String, String> given : use.parameters().entrySet()) {
            if (!definition.path("properties").has(given.getKey())) {
                findings.stop(
                        file,
                        use.pointer() + "/parameters/" + given.getKey(),
                        "gives kamelet:" + name + " the parameter '" + given.getKey()
                                + "', which it does not have; it has " + names(definition.path("properties")) + ".");
            }
        }
        definition.path("required").forEach(required -> {
            boolean missing = !use.parameters().containsKey(required.asText())
                    && !definition.at("/properties/" + required.asText()).has("default");
            if (missing) {
                findings.stop(
                        file,
                        use.pointer(),
                        "calls kamelet:" + name + " without its required parameter '" + required.asText()
                                + "'; add it under parameters.");
            }
        });
    }

    private static String names(JsonNode properties) {
        return properties.isEmpty() ? "none" : String.join(", ", (Iterable<String>) properties::fieldNames);
    }
}
