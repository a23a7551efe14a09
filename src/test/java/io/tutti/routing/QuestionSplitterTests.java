package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionSplitterTests {

    static Stream<Arguments> messages() {
        return Stream.of(
                message("one question", "Where is my order?", "Where is my order?"),
                message("a question without its mark", "where is my order HP-10023", "where is my order HP-10023"),
                message(
                        "two questions",
                        "Where is my order HP-10023? How do I return a kettle?",
                        "Where is my order HP-10023?",
                        "How do I return a kettle?"),
                message("a greeting is no question", "Hello there!\n\nWhere is my order?", "Where is my order?"),
                message("a greeting in the same line", "Hi, where is my order?", "where is my order?"),
                message("a greeting with a name", "Dear Homeport team,\nwhere is my order?", "where is my order?"),
                message(
                        "a signature is no question",
                        "Where is my order?\n\nKind regards,\nAnna Berg\nSenior Buyer\n+43 1 234567",
                        "Where is my order?"),
                message("thanks are no question", "Where is my order? Thanks in advance!", "Where is my order?"),
                message(
                        "thanks with a question in it stay",
                        "Thanks for the quick delivery, but where is my invoice?",
                        "Thanks for the quick delivery, but where is my invoice?"),
                message(
                        "context before a question stays with it",
                        "I ordered a kettle two weeks ago. It has not arrived. Where is it?",
                        "I ordered a kettle two weeks ago. It has not arrived. Where is it?"),
                message(
                        "context between two questions leads the second",
                        "Where is my order HP-10023? My invoice has the wrong address. Can you correct it?",
                        "Where is my order HP-10023?",
                        "My invoice has the wrong address. Can you correct it?"),
                message(
                        "context that refers back stays with the first",
                        "Where is my order? It should have come on Monday. How do I change my password?",
                        "Where is my order? It should have come on Monday.",
                        "How do I change my password?"),
                message(
                        "context after the last question stays with it",
                        "Can I return the lamp? The shade has a scratch.",
                        "Can I return the lamp? The shade has a scratch."),
                message(
                        "an enumeration",
                        "I have two questions:\n1. Where is my order HP-10023?\n2. Send me invoice INV-2026-0042",
                        "I have two questions: Where is my order HP-10023?",
                        "Send me invoice INV-2026-0042"),
                message(
                        "a bulleted list",
                        "- Where is my order?\n- How long is the warranty?\n- Can I change my address?",
                        "Where is my order?",
                        "How long is the warranty?",
                        "Can I change my address?"),
                message(
                        "and also",
                        "Where is my order HP-10023 and also can I get the invoice for HP-10022?",
                        "Where is my order HP-10023",
                        "can I get the invoice for HP-10022?"),
                message(
                        "another thing",
                        "My kettle arrived broken. Another thing: my invoice shows the wrong amount.",
                        "My kettle arrived broken.",
                        "Another thing: my invoice shows the wrong amount."),
                message(
                        "also, in a new sentence",
                        "I want to return the lamp. I also want to change my address.",
                        "I want to return the lamp.",
                        "I also want to change my address."),
                message(
                        "a request and its own question are one",
                        "I would like to return the kettle. Where do I send it?",
                        "I would like to return the kettle. Where do I send it?"),
                message(
                        "two requests about two orders",
                        "Please cancel order HP-10023. Please send me the invoice for HP-10022.",
                        "Please cancel order HP-10023.",
                        "Please send me the invoice for HP-10022."),
                message(
                        "a plea is no question of its own",
                        "Can you help me? My order has not arrived.",
                        "Can you help me? My order has not arrived."),
                message(
                        "a plea at the end neither",
                        "Where is my order? Please let me know as soon as possible.",
                        "Where is my order? Please let me know as soon as possible."),
                message(
                        "a statement alone is a question",
                        "My kettle arrived broken and nobody answers.",
                        "My kettle arrived broken and nobody answers."),
                message(
                        "a second clause about the same thing does not split",
                        "Where is my order and when will it arrive?",
                        "Where is my order and when will it arrive?"),
                message(
                        "numbers and abbreviations do not split",
                        "Was I charged 49.90 for order no. HP-10023, e.g. twice?",
                        "Was I charged 49.90 for order no. HP-10023, e.g. twice?"),
                message(
                        "lines that are only wrapped stay together",
                        "Where is the order\nthat I placed\nlast week?",
                        "Where is the order that I placed last week?"),
                message(
                        "quoted mail is left out",
                        "Where is my order?\n\nOn Mon, 2 Mar 2026 Homeport wrote:\n> Do you like our shop?",
                        "Where is my order?"),
                message(
                        "a postscript counts",
                        "Where is my order?\nBest regards\nAnna\n\nP.S. Can I also change my address?",
                        "Where is my order?",
                        "P.S. Can I also change my address?"),
                message("only a greeting is read as it is", "Hello", "Hello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void splitsAMessageIntoItsQuestions(String situation, String message, List<String> questions) {
        assertThat(QuestionSplitter.split(message)).as(situation).containsExactlyElementsOf(questions);
    }

    @Test
    void keepsTheRestOfALongListInTheLastQuestion() {
        String message = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> i + ". Where is my order HP-1000" + i + "?")
                .collect(Collectors.joining("\n"));

        List<String> questions = QuestionSplitter.split(message);

        assertThat(questions).hasSize(QuestionSplitter.MAX_QUESTIONS);
        assertThat(questions.getLast()).contains("HP-10008?", "HP-100012?");
    }

    @Test
    void readsAMessageOfTheLongestSizeInTime() {
        assertThat(QuestionSplitter.split("and also " + "i also ".repeat(2_800)))
                .isNotEmpty();
        assertThat(QuestionSplitter.split("so and ".repeat(2_800) + "!")).isNotEmpty();
    }

    private static Arguments message(String situation, String message, String... questions) {
        return Arguments.of(situation, message, List.of(questions));
    }
}
