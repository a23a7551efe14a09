package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.apache.camel.spi.Language;

/** Finds expressions in Camel's simple language that Camel would refuse when it loads the route. Thread-safe. */
final class SimpleExpressions {

    /** A placeholder's value is not known here. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

    private SimpleExpressions() {}

    static void check(YamlFile file, String key, JsonNode value, String pointer, Findings findings) {
        if (!key.equals("simple")) {
            return;
        }
        JsonNode text = value.isTextual() ? value : value.path("expression");
        String at = value.isTextual() ? pointer : pointer + "/expression";
        if (text.isTextual()) {
            mistakeIn(text.asText())
                    .ifPresent(mistake ->
                            findings.stop(file, at, "is no expression of the simple language: " + mistake + "."));
        }
    }

    private static Optional<String> mistakeIn(String expression) {
        try {
            Camel.SIMPLE.createExpression(PLACEHOLDER.matcher(expression).replaceAll("1"));
            return Optional.empty();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SimpleParserException mistake) {
                    return Optional.of(String.valueOf(mistake.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(expression));
                }
            }
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(expression));
        }
    }

    /** Made on first use; this context is never started. */
    private static final class Camel {

        static final Language SIMPLE = language();

        private static Language language() {
            var context = new DefaultCamelContext();
            context.build();
            return context.resolveLanguage("simple");
        }
    }
}
