package io.tutti.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided.
 *
 * @param kind what to do
 * @param output the new text or object: needed to edit or answer, ignored otherwise
 * @param reason why, at most 4,000 characters
 */
public record Decision(
        Kind kind, @Nullable JsonNode output, @Nullable String reason) {

    private static final int LONGEST_REASON = 4000;

    /** The four decisions. */
    public enum Kind {
        /** The suggestion as it is. */
        APPROVE,
        /** The suggestion as the person changed it. */
        EDIT,
        /** Nothing goes out. */
        REJECT,
        /** The person's own answer. */
        ANSWER;

        /** The name in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a decision.
     *
     * @throws Refused when the word is unknown, an output is missing or a reason is too long
     */
    public static Decision of(@Nullable String word, @Nullable JsonNode output, @Nullable String reason) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.BAD_INPUT, "A decision must be one of %s; found '%s'.".formatted(words(), word)));
        boolean empty = output == null
                || output.isNull()
                || output.isTextual() && output.asText().isBlank();
        if (empty && (kind == Kind.EDIT || kind == Kind.ANSWER)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "The decision '%s' needs an 'output', the text that goes out; none was given.".formatted(word));
        }
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "A reason may have %d characters; found %d.".formatted(LONGEST_REASON, reason.length()));
        }
        return new Decision(kind, output, reason);
    }

    /** What goes out for {@code item}: the suggestion, the person's words, or nothing. */
    JsonNode outcome(InboxItem item) {
        return switch (kind) {
            case APPROVE ->
                item.handedCase().path("suggestion").isMissingNode()
                        ? NullNode.instance
                        : item.handedCase().path("suggestion");
            case EDIT, ANSWER -> output == null ? NullNode.instance : output;
            case REJECT -> NullNode.instance;
        };
    }

    private static String words() {
        return Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));
    }
}
