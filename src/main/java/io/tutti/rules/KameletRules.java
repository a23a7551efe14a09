package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.kamelet.KameletEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/** What a connector file must look like: a contract first. */
final class KameletRules {

    static final String EXTENSION = ".kamelet.yaml";
    private static final int MOST_LINES = 120;
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z0-9]+)+-(source|sink|action)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9_-]*)}}");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object");

    /** What Camel's component itself reads: a connector never sees the value of a property that is named so. */
    private static final PropertyConfigurerGetter OF_CAMEL = new KameletEndpointConfigurer();

    private final Findings findings;

    KameletRules(Findings findings) {
        this.findings = findings;
    }

    void check(YamlFile file, long lines) {
        JsonNode content = file.content();
        String name = String.valueOf(file.file().getFileName()).replace(EXTENSION, "");
        if (lines > MOST_LINES) {
            findings.advise(file, "", "has " + lines + " lines, at most " + MOST_LINES + " read well.");
        }
        if (!content.path("kind").asText().equals("Kamelet")) {
            findings.stop(file, "/kind", "is no Kamelet; write kind: Kamelet.");
            return;
        }
        if (!content.at("/metadata/name").asText().equals(name)) {
            findings.stop(
                    file,
                    "/metadata/name",
                    "has the name '" + content.at("/metadata/name").asText() + "', expected its file's name '" + name
                            + "'.");
        }
        if (!NAME.matcher(name).matches()) {
            findings.advise(
                    file, "/metadata/name", "is named '" + name + "', expected <kind>-<what>-<source|sink|action>.");
        }
        if (!content.at("/spec/template").has("from")) {
            findings.stop(file, "/spec", "has no spec.template.from; a connector is a route template.");
        }
        checkDefinition(file, content.at("/spec/definition"), "/spec/definition");
        checkPlaceholders(file, content.at("/spec/definition/properties"));
    }

    private void checkDefinition(YamlFile file, JsonNode definition, String at) {
        for (String said : new String[] {"title", "description"}) {
            if (definition.path(said).asText().isBlank()) {
                findings.advise(file, at, "has no " + said + "; a user chooses a connector by it.");
            }
        }
        definition
                .path("properties")
                .properties()
                .forEach(property -> checkProperty(
                        file, property.getKey(), property.getValue(), at + "/properties/" + property.getKey()));
        definition.path("required").forEach(required -> {
            if (!definition.path("properties").has(required.asText())) {
                findings.stop(
                        file,
                        at + "/required",
                        "requires '" + required.asText() + "', which is none of its properties.");
            }
        });
    }

    private void checkProperty(YamlFile file, String name, JsonNode property, String at) {
        if (!TYPES.contains(property.path("type").asText())) {
            findings.advise(
                    file,
                    at,
                    "property '" + name
                            + "' has no known type; write type: string, integer, number, boolean, array or object.");
        }
        if (OF_CAMEL.getOptionType(name, true) != null) {
            findings.stop(
                    file,
                    at,
                    "property '" + name
                            + "' never gets the value that a route gives it, since Camel's component kamelet"
                            + " has an option of that name; choose another one.");
        }
        for (String said : new String[] {"title", "description"}) {
            if (property.path(said).asText().isBlank()) {
                findings.advise(file, at, "property '" + name + "' has no " + said + ".");
            }
        }
    }

    private void checkPlaceholders(YamlFile file, JsonNode properties) {
        Walk.through(file.content().at("/spec/template"), "/spec/template", (key, value, pointer) -> {
            Matcher used = PLACEHOLDER.matcher(value.isTextual() ? value.textValue() : "");
            while (used.find()) {
                if (!properties.has(used.group(1))) {
                    findings.stop(
                            file,
                            pointer,
                            "uses {{" + used.group(1)
                                    + "}}, which is none of its properties; add it or correct the name.");
                }
            }
        });
    }
}
