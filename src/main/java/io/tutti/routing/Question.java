package io.tutti.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** How a body carries a question: as text, or as an object with the text under one of {@code text, question, body}. */
public final class Question {

    static final String TEXT = "text";
    static final String CUSTOMER = "customer";
    static final List<String> TEXT_KEYS = List.of(TEXT, "question", "body");
    static final List<String> CUSTOMER_KEYS = List.of(CUSTOMER, "from", "email");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Question() {}

    /**
     * The text of the exchange's body.
     *
     * @throws Refused when there is none
     */
    static String textOf(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        String text = body instanceof Map<?, ?> || body instanceof JsonNode
                ? first(fields(body), TEXT_KEYS)
                : exchange.getMessage().getBody(String.class);
        if (text == null || text.trim().isEmpty()) {
            throw new Refused(
                    Reason.UNFIT,
                    "A question was expected, found " + describe(body)
                            + ". Send a text, or an object with the text under one of " + TEXT_KEYS + ".");
        }
        return text;
    }

    /** {@link #withoutIdentifiers(String, Map)} of the exchange's body; refused as {@link #textOf}. */
    static String withoutIdentifiers(Exchange exchange) {
        return withoutIdentifiers(textOf(exchange), fields(exchange.getMessage().getBody()));
    }

    /**
     * The text with the name of each identifier in its place, as it is classified too: which order it is does not change
     * what is asked, and a text that is embedded for its intent need not be embedded again.
     *
     * @param fields of the question: its identifiers by name, beside its text and its customer
     */
    public static String withoutIdentifiers(String text, Map<?, ?> fields) {
        String without = text;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (field.getKey() instanceof String name
                    && field.getValue() instanceof String value
                    && isIdentifier(name)) {
                without = Pattern.compile(Pattern.quote(value), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(without)
                        .replaceAll(Matcher.quoteReplacement(name));
            }
        }
        return without;
    }

    private static boolean isIdentifier(String field) {
        return !TEXT_KEYS.contains(field) && !CUSTOMER_KEYS.contains(field);
    }

    /** The fields of a body that is an object, else none. */
    static Map<?, ?> fields(@Nullable Object body) {
        if (body instanceof JsonNode node && node.isObject()) {
            return JSON.convertValue(node, Map.class);
        }
        return body instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The first of {@code keys} that holds more than white space and control characters. */
    static @Nullable String first(Map<?, ?> fields, List<String> keys) {
        for (String key : keys) {
            if (fields.get(key) instanceof String text && !text.trim().isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private static String describe(@Nullable Object body) {
        return switch (body) {
            case null -> "nothing";
            case Map<?, ?> map -> map.isEmpty() ? "an empty object" : "an object without a text";
            case JsonNode node ->
                "JSON of the kind " + node.getNodeType().name().toLowerCase(Locale.ROOT);
            case CharSequence text -> text.isEmpty() ? "an empty text" : "a blank text";
            default -> "a " + body.getClass().getSimpleName();
        };
    }
}
