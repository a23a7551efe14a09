package io.tutti.routing;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a customer's message: which questions are in it, about which order, invoice or product, and from whom. For
 * {@code read-questions-action}. Safe for use by many threads.
 */
@Component("messageReader")
final class MessageReader {

    /** The longest message that is read, in characters; longer ones are documents, not messages. */
    static final int MAX_CHARACTERS = 20_000;

    private static final int MAX_ADDRESS_CHARACTERS = 320;
    private static final String QUESTIONS = "questions";
    private static final List<String> SUBJECT_KEYS = List.of("subject");
    private static final Pattern ADDRESS_IN_BRACKETS = Pattern.compile("<\\s*([^<>\\s]+@[^<>\\s]+)\\s*>");
    private static final Pattern REPLY_MARKS =
            Pattern.compile("^((re|fwd?|aw|wg)\\s*:\\s*)+", Pattern.CASE_INSENSITIVE);

    private final Intents intents;

    MessageReader(Intents intents) {
        this.intents = intents;
    }

    /**
     * Sets the variable {@code questions}: a list of 1 to 8 maps {@code {"text", "customer"?, ...}} with the identifiers
     * that the intents file names. The body stays.
     *
     * @param file the name of the intents file whose identifiers are looked for
     * @throws Refused when the message has no text, or too much
     */
    public void read(Exchange exchange, String file) {
        String text = Question.textOf(exchange);
        Map<?, ?> fields = Question.fields(exchange.getMessage().getBody());
        String subject = subject(fields);
        limit(text.length() + subject.length());
        var identifiers = new Identifiers(intents.identifiers(file));
        Map<String, String> shared = identifiers.onlyOf(subject + "\n" + text);
        identifiers.patterns().keySet().forEach(name -> {
            String given = Question.first(fields, List.of(name));
            if (given != null) {
                shared.put(name, Identifiers.normal(given.strip()));
            }
        });
        String customer = customer(Question.first(fields, Question.CUSTOMER_KEYS));
        List<Map<String, Object>> questions = questions(text, subject).stream()
                .map(question -> question(question, customer, identifiers, shared))
                .toList();
        exchange.setVariable(QUESTIONS, questions);
    }

    /** The subject says what the first question is about; it is no question of its own. */
    private static List<String> questions(String text, String subject) {
        List<String> questions = new ArrayList<>(QuestionSplitter.split(text));
        if (!subject.isEmpty()
                && !questions.getFirst().toLowerCase(Locale.ROOT).contains(subject.toLowerCase(Locale.ROOT))) {
            String mark = subject.matches(".*[.!?:]") ? " " : ". ";
            questions.set(0, subject + mark + questions.getFirst());
        }
        return questions;
    }

    private static Map<String, Object> question(
            String text, @Nullable String customer, Identifiers identifiers, Map<String, String> shared) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put(Question.TEXT, text);
        if (customer != null) {
            question.put(Question.CUSTOMER, customer);
        }
        question.putAll(shared);
        question.putAll(identifiers.firstOf(text));
        return question;
    }

    private static String subject(Map<?, ?> fields) {
        String subject = Question.first(fields, SUBJECT_KEYS);
        return subject == null ? "" : REPLY_MARKS.matcher(subject.strip()).replaceFirst("");
    }

    private static @Nullable String customer(@Nullable String sender) {
        if (sender == null) {
            return null;
        }
        if (sender.length() > MAX_ADDRESS_CHARACTERS) {
            throw new Refused(
                    Reason.UNFIT,
                    "The customer's address has " + sender.length() + " characters; the limit is "
                            + MAX_ADDRESS_CHARACTERS + ". Send one e-mail address.");
        }
        Matcher bracketed = ADDRESS_IN_BRACKETS.matcher(sender);
        return (bracketed.find() ? bracketed.group(1) : sender).strip().toLowerCase(Locale.ROOT);
    }

    private static void limit(int characters) {
        if (characters > MAX_CHARACTERS) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "The message has " + characters + " characters; the limit is " + MAX_CHARACTERS
                            + ". Send the question, and leave attached documents out.");
        }
    }
}
