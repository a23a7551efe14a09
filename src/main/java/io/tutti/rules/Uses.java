package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The endpoints that a route or Kamelet names. */
final class Uses {

    private static final Set<String> SHORT_FORMS = Set.of("to", "wireTap", "from", "compensation");

    private Uses() {}

    static List<Use> in(JsonNode content) {
        List<Use> uses = new ArrayList<>();
        Walk.through(content, "", (key, value, pointer) -> {
            if (value.path("uri").isTextual()) {
                uses.add(use(key, value.path("uri").textValue(), value.path("parameters"), pointer));
            } else if (SHORT_FORMS.contains(key) && value.isTextual()) {
                uses.add(use(key, value.textValue(), value, pointer));
            } else if (key.equals("constant") && pointer.matches(".*/(enrich|pollEnrich)(/expression)?/constant")) {
                uses.add(use("enrich", value.path("expression").asText(value.asText()), value, pointer));
            }
        });
        return uses;
    }

    /** Brings {@code kamelet:a?b=c} and {@code uri: kamelet, parameters: {name: a, b: c}} to one form. */
    private static Use use(String eip, String uri, JsonNode parameters, String pointer) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        int colon = path.indexOf(':');
        String scheme = colon < 0 ? path : path.substring(0, colon);
        String name = colon < 0 ? "" : path.substring(colon + 1).replaceFirst("^//", "");
        Map<String, String> given = new HashMap<>();
        for (String option :
                query < 0 ? new String[0] : uri.substring(query + 1).split("&", -1)) {
            int equals = option.indexOf('=');
            given.put(
                    equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        parameters
                .properties()
                .forEach(entry -> given.put(entry.getKey(), entry.getValue().asText()));
        if (name.isEmpty()) {
            name = given.getOrDefault(scheme.equals("kamelet") ? "templateId" : "name", "");
            given.remove("templateId");
        }
        return new Use(eip, scheme, name, Map.copyOf(given), pointer);
    }

    /**
     * @param eip the EIP that names it, for example {@code to}
     * @param scheme the component
     * @param name the part after the colon
     * @param parameters its options
     * @param pointer where it stands
     */
    record Use(String eip, String scheme, String name, Map<String, String> parameters, String pointer) {

        boolean isFrom() {
            return eip.equals("from");
        }

        /** Whether the name is only known when it runs. */
        boolean isOpen() {
            return name.contains("{") || name.contains("}");
        }
    }
}
